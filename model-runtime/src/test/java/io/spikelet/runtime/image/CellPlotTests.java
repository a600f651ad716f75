package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests for {@link CellPlot}. */
class CellPlotTests {

  @Test
  void ticksLeaveRoomForNumbers() {
    assertThat(CellPlot.tickStep(26, 24)).isEqualTo(2);
    assertThat(CellPlot.tickStep(26, 4)).isEqualTo(10);
    assertThat(CellPlot.tickStep(26, 1)).isEqualTo(50);
    assertThat(CellPlot.tickStep(5, 24)).isEqualTo(1);
  }
}
