package io.spikelet.service.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Keeps pages of other origins from using the service through the browser of somebody who can reach
 * it, and tells browsers what they may do with its answers.
 *
 * <p>A browser says with each request which page sent it ({@code Sec-Fetch-Site}, or at least
 * {@code Origin}). A page that makes its own name point at this machine is of the same origin: it
 * is known by the name in {@code Host}, or, where proxies are believed, in {@code
 * X-Forwarded-Host}. Other programs may send what they like and are not concerned.
 */
final class BrowserFilter extends OncePerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");
  private static final String API = "default-src 'none'; frame-ancestors 'none'";
  // Swagger UI writes styles into its page and has pictures in its sheets.
  private static final String PAGES =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
          + " form-action 'none'";

  private final WebSettings settings;
  private final @Nullable InetAddress address;
  private final HandlerExceptionResolver problems;
  private final ForeignOrigins origins;

  BrowserFilter(
      WebSettings settings, @Nullable InetAddress address, HandlerExceptionResolver problems) {
    this.settings = settings;
    this.address = address;
    this.problems = problems;
    this.origins = new ForeignOrigins(settings);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    protect(request, response);
    origins.vary(response);
    RuntimeException refusal = refusal(request);
    if (refusal != null) {
      problems.resolveException(request, response, null, refusal);
    } else if (ForeignOrigins.isPreflight(request)) {
      origins.answerPreflight(request, response, chain);
    } else {
      origins.allow(request, response);
      chain.doFilter(request, response);
    }
  }

  private static void protect(HttpServletRequest request, HttpServletResponse response) {
    String path = request.getServletPath();
    boolean page = path.isEmpty() || path.equals("/") || path.startsWith("/swagger-ui");
    response.setHeader("Content-Security-Policy", page ? PAGES : API);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  private @Nullable RuntimeException refusal(HttpServletRequest request) {
    if (isOfBrowser(request) && !settings.allowsHost(request.getServerName(), address)) {
      return new UnknownHostNameException();
    }
    return mayBeRefused(request) && isForeign(request) ? new ForeignPageException() : null;
  }

  /**
   * Anybody may have a link to this service. Where origins are listed, a script of any other is
   * told that it is none of them; where none are, its browser does not show it the answer.
   */
  private boolean mayBeRefused(HttpServletRequest request) {
    boolean ofScript = request.getHeader(HttpHeaders.ORIGIN) != null && origins.any();
    return ofScript || !SAFE.contains(request.getMethod()) || ForeignOrigins.isPreflight(request);
  }

  /** No page can make a browser leave out all of these. */
  private static boolean isOfBrowser(HttpServletRequest request) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    return request.getHeader(HttpHeaders.ORIGIN) != null
        || request.getHeader("Sec-Fetch-Site") != null
        || (agent != null && agent.startsWith("Mozilla/"));
  }

  private boolean isForeign(HttpServletRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (settings.allowsOrigin(origin)) {
      return false;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !OWN_PAGES.contains(site.toLowerCase(Locale.ROOT));
    }
    return origin != null
        && !isOf(origin, String.valueOf(request.getHeader(HttpHeaders.HOST)))
        && !isOf(origin, forwardedHost(request));
  }

  /** The scheme may differ: a proxy that ends TLS leaves the name alone. */
  private static boolean isOf(String origin, String host) {
    int name = origin.indexOf("://");
    return name > 0 && origin.substring(name + 3).equalsIgnoreCase(host);
  }

  /** By what name the client knows this service, where proxies are believed. */
  private static String forwardedHost(HttpServletRequest request) {
    boolean usual = request.getServerPort() == (request.isSecure() ? 443 : 80);
    return usual
        ? request.getServerName()
        : request.getServerName() + ":" + request.getServerPort();
  }
}
