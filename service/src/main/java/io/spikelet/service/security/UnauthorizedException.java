package io.spikelet.service.security;

/** The admin token is missing or wrong. */
public final class UnauthorizedException extends RuntimeException {
  UnauthorizedException() {
    super("This needs the header 'Authorization: Bearer <admin token>' with the right token.");
  }
}
