package io.spikelet.training.family.spikingdiffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link ShortPath}. */
class ShortPathTests {

  @Test
  void pointsOnALineAreVisitedInTheirOrder() {
    float[][] points = {{3, 0}, {0, 0}, {7, 0}, {1, 0}, {5, 0}, {9, 0}, {4, 0}};
    int[] path = ShortPath.through(points);
    double length = 0;
    for (int i = 1; i < path.length; i++) {
      length += Math.abs(points[path[i]][0] - points[path[i - 1]][0]);
    }
    assertThat(length).isEqualTo(9);
    assertThat(path).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void pathOfRandomPointsIsMuchShorterThanTheirOrder() {
    Random random = new Random(1);
    float[][] points = new float[128][16];
    for (float[] point : points) {
      for (int i = 0; i < 3; i++) {
        point[i] = random.nextFloat();
      }
    }
    int[] path = ShortPath.through(points);
    assertThat(Arrays.stream(path).sorted().toArray()).isEqualTo(IntStream.range(0, 128).toArray());
    int[] given = IntStream.range(0, 128).toArray();
    assertThat(length(points, path)).isLessThan(0.4 * length(points, given));
  }

  private static double length(float[][] points, int[] path) {
    double length = 0;
    for (int i = 1; i < path.length; i++) {
      double squares = 0;
      for (int c = 0; c < points[0].length; c++) {
        squares += Math.pow((double) points[path[i]][c] - points[path[i - 1]][c], 2);
      }
      length += Math.sqrt(squares);
    }
    return length;
  }
}
