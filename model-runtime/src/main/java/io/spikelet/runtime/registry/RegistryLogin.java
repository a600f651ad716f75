package io.spikelet.runtime.registry;

/**
 * Who we are to a registry. The registry itself says whether that is for basic authentication or
 * for fetching a token.
 */
public record RegistryLogin(String username, String password) {

  @Override
  public String toString() {
    return "RegistryLogin[username=%s, password=***]".formatted(username);
  }
}
