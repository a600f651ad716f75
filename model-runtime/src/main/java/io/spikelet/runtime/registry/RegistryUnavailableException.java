package io.spikelet.runtime.registry;

import org.jspecify.annotations.Nullable;

/** The registry itself cannot be read or written, whatever the model. */
public final class RegistryUnavailableException extends RuntimeException {

  private final String registry;
  private final String reason;
  private final boolean away;

  /** For registries of other makes. */
  public RegistryUnavailableException(String registry, String reason, @Nullable Throwable cause) {
    this(registry, reason, true, cause);
  }

  RegistryUnavailableException(
      String registry, String reason, boolean away, @Nullable Throwable cause) {
    super("registry %s is unavailable: %s".formatted(registry, reason), cause);
    this.registry = registry;
    this.reason = reason;
    this.away = away;
  }

  /**
   * Whether it is as good as certain that the next question would fail too, whatever it is: the
   * registry is away. Otherwise it answers, but not this.
   */
  public boolean isAway() {
    return away;
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
