package io.spikelet.service.observability;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Gives every request an id (the client's own {@code X-Request-Id} where it is harmless, else a new
 * one), echoes it, puts it on every log line and on the request's span, and logs and times the
 * request at its end.
 */
@Component
@Order(RequestFilter.ORDER)
class RequestFilter extends OncePerRequestFilter {
  // Right behind the filter that opens the span, so that every line logged here has its ids.
  static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;
  static final String HEADER = "X-Request-Id";
  static final String MDC_KEY = "request_id";

  private static final Logger log = LoggerFactory.getLogger(RequestFilter.class);
  private static final int LONGEST = 200;
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
  // The timed ones; a label value from the path itself would let clients create time series.
  private static final Set<String> OPERATIONS =
      Set.of(
          "generate",
          "reconstruct",
          "audio-to-image",
          "latents",
          "decode",
          "classify",
          "models",
          "admin",
          "v2");

  private final MeterRegistry meters;

  RequestFilter(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = id(request.getHeader(HEADER));
    long start = System.nanoTime();
    response.setHeader(HEADER, id);
    MDC.put(MDC_KEY, id);
    ServerHttpObservationFilter.findObservationContext(request)
        .ifPresent(span -> span.addHighCardinalityKeyValue(KeyValue.of(MDC_KEY, id)));
    try {
      chain.doFilter(request, response);
    } finally {
      finish(request, response, Duration.ofNanos(System.nanoTime() - start));
      MDC.remove(MDC_KEY);
    }
  }

  private void finish(HttpServletRequest request, HttpServletResponse response, Duration taken) {
    String operation = operation(request.getServletPath());
    if (operation != null) {
      Timer.builder("snn.request.duration")
          .description("Time from the request's arrival to its answer")
          .tag("operation", operation)
          .tag("status", String.valueOf(response.getStatus()))
          .serviceLevelObjectives(Buckets.DURATIONS)
          .register(meters)
          .record(taken);
    }
    log.atInfo()
        .addKeyValue("method", shortened(request.getMethod()))
        .addKeyValue("path", shortened(request.getRequestURI()))
        .addKeyValue("status", response.getStatus())
        .addKeyValue("duration_ms", taken.toMillis())
        .addKeyValue("model", response.getHeader("Snn-Model"))
        .log("request finished");
  }

  /** What a client sends must not make a line of any length, nor two. */
  private static String shortened(String text) {
    String line = UNPRINTABLE.matcher(text).replaceAll("?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static String id(@Nullable String sent) {
    return sent != null && HARMLESS.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }

  private static @Nullable String operation(String path) {
    String[] segments = path.split("/", 3);
    return segments.length > 1 && OPERATIONS.contains(segments[1]) ? segments[1] : null;
  }
}
