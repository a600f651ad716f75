package io.spikelet.runtime.model;

import org.jspecify.annotations.Nullable;

/** The checks that several records of {@code spikelet.json} share; each names the field. */
final class Rules {

  private Rules() {}

  static void notBlank(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(field + " must not be empty");
    }
  }

  static void atLeast(String field, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s must be at least %d, but is %d".formatted(field, least, value));
    }
  }
}
