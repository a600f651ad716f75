package io.spikelet.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests for {@link FrechetDistance}. */
class FrechetDistanceTests {

  @Test
  void distanceOfTheGoldenFeaturesIsTheGoldenValue() {
    GoldenVectors golden = GoldenVectors.open("k_metrics");
    double expected = golden.scalar("f64_frechet");
    List<float[]> a = rows(golden, "featA");
    List<float[]> b = rows(golden, "featB");
    assertThat(FrechetDistance.between(a, b)).isCloseTo(expected, within(1e-8 * expected));
    assertThat(FrechetDistance.between(b, a)).isCloseTo(expected, within(1e-8 * expected));
  }

  private static List<float[]> rows(GoldenVectors golden, String name) {
    int[] shape = golden.shape(name);
    float[] values = golden.floats(name);
    List<float[]> rows = new ArrayList<>();
    for (int n = 0; n < shape[0]; n++) {
      rows.add(Arrays.copyOfRange(values, n * shape[1], (n + 1) * shape[1]));
    }
    return rows;
  }

  /**
   * Independent features, so that all roots are plain: {@code |m1 - m2|^2 + (s1 - s2)^2} summed. A
   * set {@code m +- c} along each axis has variance {@code 2 c^2 / 3} in each of two features.
   */
  @Test
  void distanceOfDiagonalGaussiansIsThatOfMeansAndDeviations() {
    double unit = Math.sqrt(2.0 / 3);
    double expected = 9 + 16 + square(unit * (3 - 1)) + square(unit * (5 - 2));
    assertThat(FrechetDistance.between(cross(0, 0, 3, 5), cross(3, 4, 1, 2)))
        .isCloseTo(expected, within(1e-12));
  }

  private static List<float[]> cross(float x, float y, float width, float height) {
    return List.of(
        new float[] {x + width, y},
        new float[] {x - width, y},
        new float[] {x, y + height},
        new float[] {x, y - height});
  }

  private static double square(double x) {
    return x * x;
  }

  @Test
  void equalSetsHaveNoDistanceEvenIfTheirCovarianceIsSingular() {
    List<float[]> line = List.of(new float[] {1, 2, 3}, new float[] {2, 4, 6});
    assertThat(FrechetDistance.between(line, line)).isCloseTo(0, within(1e-12));
    List<float[]> shifted = List.of(new float[] {1, 2, 5}, new float[] {2, 4, 8});
    assertThat(FrechetDistance.between(line, shifted)).isCloseTo(4, within(1e-12));
  }

  @Test
  void setsThatCannotBeComparedAreRefused() {
    List<float[]> two = cross(0, 0, 1, 1);
    assertThatThrownBy(() -> FrechetDistance.between(two, List.of(new float[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("second must have at least 2 vectors, not 1");
    assertThatThrownBy(() -> FrechetDistance.between(List.of(), two))
        .hasMessage("first must have at least 2 vectors, not 0");
    assertThatThrownBy(() -> FrechetDistance.between(two, List.of(new float[3], new float[3])))
        .hasMessage("vectors must have 2 features, but one of second has 3");
  }
}
