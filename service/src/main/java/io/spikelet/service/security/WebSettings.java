package io.spikelet.service.security;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which pages in browsers may use the service.
 *
 * @param allowedOrigins origins of pages that may, beside its own: {@code https://example.org}, or
 *     {@code *} for all
 * @param allowedHosts names under which the service may be addressed; empty: where it listens on
 *     the loopback address only that machine's own names, else any
 */
@ConfigurationProperties("spikelet.web")
record WebSettings(
    @DefaultValue List<String> allowedOrigins, @DefaultValue List<String> allowedHosts) {
  private static final String ALL = "*";

  WebSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedHosts = allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  boolean allowsEveryOrigin() {
    return allowedOrigins.contains(ALL);
  }

  boolean allowsOrigin(@Nullable String origin) {
    return allowsEveryOrigin() || (origin != null && allowedOrigins.contains(origin));
  }

  /**
   * Whether the service answers to this name.
   *
   * @param host without port
   * @param address that it listens on; null is all
   */
  boolean allowsHost(String host, @Nullable InetAddress address) {
    String name = host.toLowerCase(Locale.ROOT);
    if (allowedHosts.contains(name) || allowedHosts.contains(ALL)) {
      return true;
    }
    boolean loopbackOnly = address != null && address.isLoopbackAddress();
    return isLoopback(name) || (allowedHosts.isEmpty() && !loopbackOnly);
  }

  private static boolean isLoopback(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || isLoopbackAddress(name);
  }

  /** 127.0.0.0/8, in figures: a name such as 127.example.org is no address. */
  private static boolean isLoopbackAddress(String name) {
    return name.startsWith("127.")
        && name.length() <= "127.255.255.255".length()
        && name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
