package io.spikelet.service.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What browsers are told about the pages of other origins that may use the service (the CORS
 * protocol of the Fetch standard). Not Spring's: that one refuses with a line of text, and allows
 * the same methods for every path.
 */
final class ForeignOrigins {
  /** What scripts may read of an answer, beside what they always may. */
  static final List<String> EXPOSED =
      List.of(
          "Accept-Encoding",
          "ETag",
          "Repr-Digest",
          "Retry-After",
          "Server-Timing",
          "Snn-Energy-Ann-Equivalent",
          "Snn-Energy-Estimate",
          "Snn-Firing-Rate",
          "Snn-Label",
          "Snn-Model",
          "Snn-Seed",
          "Snn-Spikes",
          "Snn-Synops",
          "WWW-Authenticate",
          "X-Request-Id");

  private static final Duration PREFLIGHT = Duration.ofHours(1);
  private static final int LONGEST = 1000;
  // RFC 9110, 5.6.2, in a list.
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]+");

  private final WebSettings settings;

  ForeignOrigins(WebSettings settings) {
    this.settings = settings;
  }

  /** Whether there may be any. */
  boolean any() {
    return !settings.allowedOrigins().isEmpty();
  }

  /** Whether a browser asks what a page may send. */
  static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader(HttpHeaders.ORIGIN) != null
        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
  }

  /** Answers differ by origin: caches must know. */
  void vary(HttpServletResponse response) {
    if (any() && !settings.allowsEveryOrigin()) {
      response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
  }

  /** Lets the page read the answer if its origin is one that may. */
  void allow(HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && settings.allowsOrigin(origin)) {
      response.setHeader(
          HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, settings.allowsEveryOrigin() ? "*" : origin);
      response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(", ", EXPOSED));
    }
  }

  /** Tells the methods that the path has; any header, since none can do harm here. */
  void answerPreflight(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    allow(request, response);
    String headers = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (headers != null && headers.length() <= LONGEST && NAMES.matcher(headers).matches()) {
      response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
    }
    response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, Long.toString(PREFLIGHT.toSeconds()));
    chain.doFilter(new PlainOptions(request), response);
    String methods = response.getHeader(HttpHeaders.ALLOW);
    if (methods != null && !response.isCommitted()) {
      response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods);
    }
  }

  /** The same without what would make Spring look for its own rules about origins. */
  private static final class PlainOptions extends HttpServletRequestWrapper {
    PlainOptions(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
          ? null
          : super.getHeader(name);
    }
  }
}
