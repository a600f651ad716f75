package io.spikelet.runtime.registry;

import org.jspecify.annotations.Nullable;

/** The registry itself cannot be read or written, whatever the model. */
public final class RegistryUnavailableException extends RuntimeException {

  private final String registry;
  private final String reason;

  /** For registries of other makes. */
  public RegistryUnavailableException(String registry, String reason, @Nullable Throwable cause) {
    super("registry %s is unavailable: %s".formatted(registry, reason), cause);
    this.registry = registry;
    this.reason = reason;
  }

  /** The registry's URI; it may hold a path, which is for logs and not for clients. */
  public String registry() {
    return registry;
  }

  /** Why, without any path. */
  public String reason() {
    return reason;
  }
}
