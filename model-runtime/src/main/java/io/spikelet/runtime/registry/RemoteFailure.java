package io.spikelet.runtime.registry;

import org.jspecify.annotations.Nullable;

/** A remote registry did not do what it was asked to. Never leaves the package. */
final class RemoteFailure extends RuntimeException {

  /** What to do about it. */
  enum Kind {
    /** It answered that there is no such thing. */
    ABSENT,
    /** It may work in a moment. */
    PASSING,
    /** Asking again changes nothing. */
    LASTING
  }

  private final Kind kind;
  private final String reason;

  RemoteFailure(Kind kind, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.kind = kind;
    this.reason = reason;
  }

  Kind kind() {
    return kind;
  }

  /** The same for callers. */
  RegistryUnavailableException unavailable(RemoteAddress address) {
    return new RegistryUnavailableException(address.toString(), reason, kind == Kind.PASSING, this);
  }

  /** For people, without any path or host. */
  String reason() {
    return reason;
  }
}
