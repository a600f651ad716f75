package io.spikelet.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests for {@link PairwiseDistance}. */
class PairwiseDistanceTests {

  /** By hand, in levels from 0 to 1: (0, 0), (1, 0), (1, 1): distances 1, 1 and the root of 2. */
  @Test
  void distanceIsTheMeanOverPairsOfLevelsFromZeroToOne() {
    List<Image> images = List.of(image(-1, -1), image(1, -1), image(1, 1));
    assertThat(PairwiseDistance.mean(images)).isCloseTo((2 + Math.sqrt(2)) / 3, within(1e-6));
  }

  @Test
  void copiesHaveNoDistance() {
    assertThat(PairwiseDistance.mean(List.of(image(0, 1), image(0, 1), image(0, 1)))).isZero();
  }

  @Test
  void oneImageIsTooFew() {
    assertThatThrownBy(() -> PairwiseDistance.mean(List.of(image(0, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two or more images are needed, not 1");
  }

  private static Image image(float... pixels) {
    return Image.of(1, 1, 2, pixels, ValueRange.SIGNED_UNIT);
  }
}
