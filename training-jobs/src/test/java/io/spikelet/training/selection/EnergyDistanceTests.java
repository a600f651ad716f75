package io.spikelet.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link EnergyDistance}. */
class EnergyDistanceTests {

  /**
   * By hand: y = (0, 0), (3, 4), so E|y - y'| = 5; x = (0, 0), (0, 4), so E|x - x'| = 4; from x to
   * y 0, 5, 4 and 3, so E|x - y| = 3; 2 * 3 - 4 - 5 = -3.
   */
  @Test
  void distanceIsThatWorkedByHand() {
    EnergyDistance distance = new EnergyDistance(new float[] {0, 0, 3, 4}, 2);
    assertThat(distance.to(new float[] {0, 0, 0, 4})).isCloseTo(-3, within(1e-6));
  }

  /** By hand: y = 0, 2, 4 with mean difference 8/3; x = 1, 1; E|x - y| = 5/3; 10/3 - 0 - 8/3. */
  @Test
  void sampleMayHaveAnotherSizeAndEqualVectors() {
    EnergyDistance distance = new EnergyDistance(new float[] {0, 2, 4}, 1);
    assertThat(distance.to(new float[] {1, 1})).isCloseTo(2.0 / 3, within(1e-6));
  }

  @Test
  void distanceIsNearZeroForOneDistributionAndLargeForAnotherMeanOrSpread() {
    EnergyDistance distance = new EnergyDistance(normals(1, 0, 1), 20);
    double same = distance.to(normals(2, 0, 1));
    assertThat(same).isCloseTo(0, within(0.05));
    assertThat(distance.to(normals(2, 0.5f, 1))).isGreaterThan(0.4);
    assertThat(distance.to(normals(2, 0, 0.1f))).isGreaterThan(1.9);
  }

  @Test
  void fewerThanTwoVectorsAndHalfOnesAreRefused() {
    assertThatThrownBy(() -> new EnergyDistance(new float[3], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sample must be two or more vectors of 3 values, not 3 values");
    EnergyDistance distance = new EnergyDistance(new float[6], 3);
    assertThatThrownBy(() -> distance.to(new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sample must be two or more vectors of 3 values, not 7 values");
  }

  private static float[] normals(int seed, float mean, float deviation) {
    Random random = new Random(seed);
    float[] values = new float[300 * 20];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + deviation * (float) random.nextGaussian();
    }
    return values;
  }
}
