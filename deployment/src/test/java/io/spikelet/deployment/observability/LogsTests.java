package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of the packaged service: JSON by default, text for people on request. */
class LogsTests {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void everyLineIsOneJsonObjectAndARequestHasItsIds(@TempDir Path directory) {
    try (RunningService service = RunningService.start(directory, Map.of())) {
      ask(service);
      List<JsonNode> lines =
          service.log().stream()
              .filter(line -> !line.isBlank())
              .map(JsonMapper.shared()::readTree)
              .toList();
      JsonNode finished =
          lines.stream()
              .filter(line -> line.at("/message").asString("").equals("request finished"))
              .findFirst()
              .orElseThrow();
      assertThat(finished.at("/request_id").asString("")).isEqualTo("mine");
      assertThat(finished.at("/trace_id").asString("")).isEqualTo(TRACE);
      assertThat(finished.at("/span_id").asString("")).matches("[0-9a-f]{16}");
      assertThat(finished.at("/path").asString("")).isEqualTo("/generate");
      assertThat(finished.at("/status").asInt()).isEqualTo(200);
      assertThat(lines)
          .as("nobody is warned that no traces are collected")
          .filteredOn(line -> line.at("/level").asString("").matches("WARN|ERROR"))
          .noneMatch(line -> line.toString().matches("(?i).*(telemetry|tracing|otlp|span).*"));
    }
  }

  @Test
  void withTheProfileTextALineIsForPeopleAndHasTheSameIds(@TempDir Path directory) {
    try (RunningService service =
        RunningService.start(directory, Map.of("SPRING_PROFILES_ACTIVE", "text"))) {
      ask(service);
      assertThat(service.log())
          .noneMatch(line -> line.startsWith("{"))
          .anyMatch(line -> line.contains("[mine] [" + TRACE + "]"));
    }
  }

  private static void ask(RunningService service) {
    assertThat(
            service
                .generate("model=esvae:mnist", "traceparent", CALLER, "X-Request-Id", "mine")
                .statusCode())
        .isEqualTo(200);
    // The line is written when the client has its answer already.
    Patience.await(
        Duration.ofSeconds(20),
        "the line of the request",
        () -> service.log().stream().anyMatch(line -> line.contains("request finished")));
  }
}
