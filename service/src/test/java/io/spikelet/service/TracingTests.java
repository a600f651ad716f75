package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spikelet.service.ServiceClient.Answer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What leaves the service about a request, by OTLP. */
class TracingTests {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final List<ConfigurableApplicationContext> started = new ArrayList<>();
  private final TraceReceiver receiver = TraceReceiver.start();

  @AfterEach
  void stop() {
    started.forEach(ConfigurableApplicationContext::close);
    receiver.close();
  }

  @Test
  void aRequestIsASpanOfItsCallersTraceWithItsStagesBelow() {
    ConfigurableApplicationContext context =
        start("--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint());
    generate(context, "/generate?model=esvae:tiny&n=2&seed=7");
    Spans spans = sent(TRACE, 6);
    Span request = spans.named("http post /generate");
    Span pool = spans.named("pool");
    assertThat(receiver.services()).containsExactly("spikelet");
    assertThat(request.getParentSpanId().toByteArray())
        .isEqualTo(HexFormat.of().parseHex("00f067aa0ba902b7"));
    assertThat(attributes(request))
        .containsEntry("request_id", "mine")
        .containsEntry("status", "200");
    assertThat(attributes(pool))
        .containsEntry("snn.operation", "generate")
        .containsEntry("snn.images", "2")
        .hasEntrySatisfying(
            "snn.model", model -> assertThat(model).startsWith("esvae:tiny@sha256:"));
    assertThat(List.of(pool, spans.named("encode"))).allMatch(span -> isChild(span, request));
    assertThat(List.of(spans.named("queue"), spans.named("latent"), spans.named("decode")))
        .allMatch(span -> isChild(span, pool))
        .allMatch(span -> span.getStartTimeUnixNano() >= pool.getStartTimeUnixNano())
        .allMatch(span -> span.getEndTimeUnixNano() <= pool.getEndTimeUnixNano());
  }

  @Test
  void aRequestThatFailsIsASpanThatSaysSo() {
    ConfigurableApplicationContext context =
        start(
            "--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint(),
            "--spikelet.limits.deadline=1ms");
    assertThat(generate(context, "/generate?model=esvae:tiny").status())
        .as("loading alone takes longer")
        .isEqualTo(504);
    Span pool = sent(TRACE, 2).named("pool");
    assertThat(pool.getStatus().getCodeValue()).as("error").isEqualTo(2);
  }

  @Test
  void whatACallerDoesNotWantRecordedIsNot() {
    ConfigurableApplicationContext context =
        start("--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint());
    client(context).post("/generate", "traceparent", CALLER.replaceAll("01$", "00"));
    generate(context, "/generate");
    sent(TRACE, 6);
    assertThat(receiver.spans()).hasSize(6);
  }

  @Test
  void withoutAnEndpointNothingIsRecordedOrSent() {
    ConfigurableApplicationContext context = start();
    assertThat(generate(context, "/generate?model=esvae:tiny").status()).isEqualTo(200);
    assertThat(context.getBeansOfType(SpanExporter.class)).isEmpty();
    assertThat(context.getBeansOfType(LogRecordExporter.class)).isEmpty();
    assertThat(context.getBean(SdkTracerProvider.class).getSampler())
        .isEqualTo(Sampler.alwaysOff());
    assertThat(context.getBeansOfType(MeterRegistry.class).values())
        .as("metrics are scraped, not sent")
        .hasOnlyElementsOfType(PrometheusMeterRegistry.class);
  }

  @Test
  void metricsAndLogsAreNotSentWhereTracesAre() {
    ConfigurableApplicationContext context =
        start("--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint());
    assertThat(context.getBeansOfType(LogRecordExporter.class)).isEmpty();
    assertThat(context.getBeansOfType(MeterRegistry.class).values())
        .hasOnlyElementsOfType(PrometheusMeterRegistry.class);
  }

  private record Spans(List<Span> all) {
    Span named(String name) {
      return all.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
    }
  }

  private ConfigurableApplicationContext start(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--management.opentelemetry.tracing.export.schedule-delay=100ms",
                "--spikelet.registry=" + Registries.shared()));
    all.addAll(List.of(settings));
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(SpikeletService.class).run(all.toArray(String[]::new));
    started.add(context);
    return context;
  }

  private static ServiceClient client(ConfigurableApplicationContext context) {
    return new ServiceClient(
        context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }

  private static Answer generate(ConfigurableApplicationContext context, String path) {
    return client(context).post(path, "traceparent", CALLER, "X-Request-Id", "mine");
  }

  /** The spans of a trace by name, when there are as many. */
  private Spans sent(String trace, int count) {
    await(() -> spans(trace).size() >= count);
    return new Spans(spans(trace));
  }

  private List<Span> spans(String trace) {
    return receiver.spans().stream()
        .filter(span -> TraceReceiver.traceId(span).equals(trace))
        .toList();
  }

  private static Map<String, String> attributes(Span span) {
    return TraceReceiver.attributes(span.getAttributesList());
  }

  private static boolean isChild(Span span, Span parent) {
    return span.getParentSpanId().equals(parent.getSpanId());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time to wait").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
