package io.spikelet.training.evaluation;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import java.util.List;

/**
 * How different images are: the mean Euclidean distance between two of them, over all pairs, of
 * levels from 0 to 1.
 */
final class PairwiseDistance {

  private PairwiseDistance() {}

  /**
   * The distance of some images of one size.
   *
   * @throws IllegalArgumentException if there are fewer than two
   */
  static double mean(List<Image> images) {
    if (images.size() < 2) {
      throw new IllegalArgumentException("two or more images are needed, not " + images.size());
    }
    List<float[]> levels =
        images.stream().map(image -> image.in(ValueRange.UNIT).pixels()).toList();
    double sum = 0;
    for (int i = 1; i < levels.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += distance(levels.get(i), levels.get(j));
      }
    }
    return sum / (levels.size() * (levels.size() - 1) / 2.0);
  }

  private static double distance(float[] one, float[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = (double) one[i] - other[i];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }
}
