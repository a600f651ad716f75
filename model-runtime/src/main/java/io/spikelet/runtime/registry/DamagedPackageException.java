package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.ModelRef;
import org.jspecify.annotations.Nullable;

/** A package that is known but not what it should be: altered, cut short, or of another format. */
public final class DamagedPackageException extends RuntimeException {

  private final ModelRef ref;
  private final String what;
  private final String expected;
  private final String found;

  DamagedPackageException(
      ModelRef ref, String what, String expected, String found, @Nullable Throwable cause) {
    super(
        "model %s is damaged: %s should be %s, but is %s".formatted(ref, what, expected, found),
        cause);
    this.ref = ref;
    this.what = what;
    this.expected = expected;
    this.found = found;
  }

  DamagedPackageException(ModelRef ref, String what, String expected, String found) {
    this(ref, what, expected, found, null);
  }

  /** The package. */
  public ModelRef ref() {
    return ref;
  }

  /** What of it is damaged. */
  public String what() {
    return what;
  }

  /** What it should be. */
  public String expected() {
    return expected;
  }

  /** What it is. */
  public String found() {
    return found;
  }

  /** The same without the reference: one line for a list of packages. */
  public String reason() {
    return "%s should be %s, but is %s".formatted(what, expected, found);
  }
}
