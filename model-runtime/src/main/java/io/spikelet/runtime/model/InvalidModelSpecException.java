package io.spikelet.runtime.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code spikelet.json} that this build does not accept, and why. */
public final class InvalidModelSpecException extends RuntimeException {

  private final String field;
  private final String expected;
  private final String found;

  private InvalidModelSpecException(
      String field, String expected, String found, @Nullable Throwable cause) {
    super("%s: %s should be %s, but is %s".formatted(ModelPack.SPEC_PATH, field, expected, found));
    initCause(cause);
    this.field = field;
    this.expected = expected;
    this.found = found;
  }

  static InvalidModelSpecException unknownVersion(String found, List<Integer> readable) {
    return new InvalidModelSpecException(
        "schemaVersion", "one that this build reads " + readable, found, null);
  }

  static InvalidModelSpecException unreadable(String reason, Throwable cause) {
    return new InvalidModelSpecException("content", "a valid description", reason, cause);
  }

  /** What is wrong. */
  public String field() {
    return field;
  }

  /** What would have been accepted. */
  public String expected() {
    return expected;
  }

  /** What was there instead. */
  public String found() {
    return found;
  }
}
