package io.spikelet.training.dataset;

import java.util.List;

/**
 * The rule where a data set has no parts of its own: in the order of the names, the last tenth
 * (rounded down, at least one) is for testing.
 */
final class FirstAndLast {

  private FirstAndLast() {}

  static <T> List<T> part(List<T> all, Split split) {
    int tests = all.isEmpty() ? 0 : Math.max(1, all.size() / 10);
    return switch (split) {
      case TRAIN -> all.subList(0, all.size() - tests);
      case TEST -> all.subList(all.size() - tests, all.size());
    };
  }
}
