package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.ModelRef;

/**
 * A package came whole from the registry, but cannot be run: its graphs are not what its
 * description says.
 */
public class UnusablePackageException extends RuntimeException {

  private final transient ModelRef ref;

  /**
   * Says what is wrong.
   *
   * @param reason continues "model ... cannot be used: "
   */
  public UnusablePackageException(ModelRef ref, String reason) {
    super("model %s cannot be used: %s".formatted(ref, reason));
    this.ref = ref;
  }

  UnusablePackageException(ModelRef ref, RuntimeException cause) {
    this(ref, String.valueOf(cause.getMessage()));
    var _ = initCause(cause);
  }

  public final ModelRef ref() {
    return ref;
  }
}
