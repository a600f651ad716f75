package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.ModelRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a registry that is reached over the network is used.
 *
 * @param cache directory for what was pulled; made when it is needed
 * @param names of the models to list; empty to ask the registry for its catalogue, which not every
 *     one has
 * @param logins who we are
 */
public record RegistryAccess(Path cache, List<String> names, Logins logins) {

  /** Who we are to a registry. */
  @FunctionalInterface
  public interface Logins {

    /**
     * The login for a repository; empty to ask without one.
     *
     * @param host name and port
     */
    Optional<RegistryLogin> find(String host, String repository);
  }

  /**
   * Checks the names.
   *
   * @throws io.spikelet.runtime.model.InvalidModelRefException if one is no name of a model
   */
  public RegistryAccess {
    names = List.copyOf(names);
    names.forEach(name -> ModelRef.of(name, ModelRef.DEFAULT_TAG));
  }

  /** As {@link #of} with the process's environment. */
  public static RegistryAccess fromEnvironment() {
    return of(System.getenv());
  }

  /**
   * {@code SPIKELET_CACHE} is the cache, by default {@code .cache/spikelet} in the home directory;
   * {@code SPIKELET_MODELS} lists names, separated by commas; {@code SPIKELET_REGISTRY_USERNAME}
   * and {@code SPIKELET_REGISTRY_PASSWORD} are the login, by default that of Docker's configuration
   * file.
   */
  public static RegistryAccess of(Map<String, String> environment) {
    @Nullable String cache = environment.get("SPIKELET_CACHE");
    String names = environment.getOrDefault("SPIKELET_MODELS", "");
    return new RegistryAccess(
        cache == null || cache.isBlank() ? defaultCache() : Path.of(cache),
        names.isBlank() ? List.of() : List.of(names.strip().split("\\s*,\\s*")),
        logins(environment));
  }

  /** Where the cache is unless somebody says otherwise. */
  public static Path defaultCache() {
    return Path.of(System.getProperty("user.home"), ".cache", "spikelet");
  }

  /** The logins of an environment, as in {@link #of}. */
  public static Logins logins(Map<String, String> environment) {
    @Nullable String username = environment.get("SPIKELET_REGISTRY_USERNAME");
    @Nullable String password = environment.get("SPIKELET_REGISTRY_PASSWORD");
    if (username != null && password != null && !username.isEmpty()) {
      RegistryLogin login = new RegistryLogin(username, password);
      return (_, _) -> Optional.of(login);
    }
    return DockerConfig.of(environment)::login;
  }
}
