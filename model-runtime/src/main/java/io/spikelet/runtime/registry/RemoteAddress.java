package io.spikelet.runtime.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a remote registry is.
 *
 * @param host name and, if given, port
 * @param prefix what stands before a model's name in its repository; may be empty
 * @param encrypted whether it speaks TLS
 */
record RemoteAddress(String host, String prefix, boolean encrypted) {

  private static final Pattern URI =
      Pattern.compile(
          "oci(\\+http)?://([A-Za-z0-9.-]+(?::[0-9]{1,5})?|\\[[0-9A-Fa-f:]+](?::[0-9]{1,5})?)"
              + "((?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)/?");

  static Optional<RemoteAddress> parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String path = matcher.group(3);
    return Optional.of(
        new RemoteAddress(
            matcher.group(2), path.isEmpty() ? "" : path.substring(1), matcher.group(1) == null));
  }

  /** The host with a port where it would else be taken for a repository of Docker Hub. */
  String qualifiedHost() {
    return host.contains(".") || host.contains(":") ? host : host + (encrypted ? ":443" : ":80");
  }

  /** The repository of a model: its tags are the model's tags. */
  String repository(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The model of a repository; empty if it stands elsewhere. */
  Optional<String> name(String repository) {
    String start = prefix.isEmpty() ? "" : prefix + "/";
    if (!repository.startsWith(start)) {
      return Optional.empty();
    }
    String name = repository.substring(start.length());
    return name.contains("/") ? Optional.empty() : Optional.of(name);
  }

  /** The address as one directory name. */
  String directoryName() {
    // Neither character is in a host or a prefix otherwise: no two addresses share a directory.
    return host.replace(':', '_') + "+" + prefix.replace('/', '+');
  }

  @Override
  public String toString() {
    return (encrypted ? "oci://" : "oci+http://") + host + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
