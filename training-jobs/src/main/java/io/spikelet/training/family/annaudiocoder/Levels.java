package io.spikelet.training.family.annaudiocoder;

import java.util.Arrays;
import java.util.Collection;

/**
 * Values rounded to one of some levels, evenly spaced between the smallest and the largest.
 *
 * @param least the lowest level
 * @param most the highest
 * @param steps how many steps are between them: one less than there are levels
 */
record Levels(float least, float most, int steps) {

  /** {@code 2^bits} levels over the range of some values. */
  static Levels over(Collection<float[]> values, int bits) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float[] own : values) {
      for (float value : own) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    return new Levels(least, most, (1 << bits) - 1);
  }

  /** The nearest levels. */
  float[] nearest(float[] values) {
    float[] rounded = Arrays.copyOf(values, values.length);
    if (most > least) {
      double step = ((double) most - least) / steps;
      for (int i = 0; i < rounded.length; i++) {
        long number = Math.round((values[i] - least) / step);
        rounded[i] = (float) (least + step * Math.clamp(number, 0, steps));
      }
    }
    return rounded;
  }
}
