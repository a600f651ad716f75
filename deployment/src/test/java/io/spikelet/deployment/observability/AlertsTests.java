package io.spikelet.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Alerts fire in a real Prometheus when their cause is there. The rules are the shipped ones with
 * windows of seconds and without waiting.
 */
@EnabledIf("io.spikelet.deployment.observability.Prometheus#available")
class AlertsTests {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CLIENTS = 16;

  private final RuleFile rules = RuleFile.read(Project.RULES);

  @Test
  void moreClientsThanTheQueueHoldsAreRejectedAndThatIsTold(@TempDir Path directory)
      throws InterruptedException {
    Map<String, String> narrow =
        Map.of(
            "SPIKELET_EAGER", "esvae:mnist",
            "SPIKELET_POOL_QUEUE_CAPACITY", "1",
            "SPIKELET_POOL_MAX_BATCH", "1",
            "SPIKELET_POOL_WORKERS", "1");
    try (RunningService service = RunningService.start(directory, narrow);
        Prometheus prometheus =
            Prometheus.start(directory, rules.shortened(), service.managementPort())) {
      assertThat(names(prometheus)).doesNotContain("SpikeletRejectsRequests", "SpikeletDown");
      AtomicBoolean over = new AtomicBoolean();
      Set<Integer> statuses = ConcurrentHashMap.newKeySet();
      List<Thread> clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(_ -> Thread.ofVirtual().start(() -> statuses.addAll(ask(service, over))))
              .toList();
      try {
        await(prometheus, "SpikeletRejectsRequests");
        JsonNode alert = alert(prometheus, "SpikeletRejectsRequests");
        assertThat(alert.at("/labels/reason").asString()).isEqualTo("queue_full");
        assertThat(alert.at("/annotations/description").asString())
            .containsPattern("^[0-9.]+% of the requests of spikelet are turned away");
        await(prometheus, "SpikeletErrorBudgetBurnsFast");
      } finally {
        over.set(true);
        for (Thread client : clients) {
          client.join();
        }
      }
      assertThat(statuses).as("%s", service.errors()).containsExactlyInAnyOrder(200, 503);
    }
  }

  @Test
  void aServiceThatEndsIsTold(@TempDir Path directory) {
    try (RunningService service = RunningService.start(directory, Map.of());
        Prometheus prometheus =
            Prometheus.start(directory, rules.shortened(), service.managementPort())) {
      assertThat(names(prometheus))
          .doesNotContain("SpikeletDown", "SpikeletNotReady", "SpikeletAbsent");
      service.stop();
      await(prometheus, "SpikeletDown");
      assertThat(alert(prometheus, "SpikeletDown").at("/annotations/summary").asString())
          .startsWith("Spikelet does not answer (spikelet, ");
    }
  }

  private static Set<Integer> ask(RunningService service, AtomicBoolean over) {
    Set<Integer> statuses = new HashSet<>();
    while (!over.get()) {
      statuses.add(service.generate("model=esvae:mnist").statusCode());
    }
    return statuses;
  }

  private static void await(Prometheus prometheus, String alert) {
    Patience.await(PATIENCE, alert, () -> names(prometheus).contains(alert));
  }

  private static List<String> names(Prometheus prometheus) {
    return firing(prometheus).stream()
        .map(alert -> alert.at("/labels/alertname").asString())
        .toList();
  }

  private static JsonNode alert(Prometheus prometheus, String name) {
    return firing(prometheus).stream()
        .filter(alert -> alert.at("/labels/alertname").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> firing(Prometheus prometheus) {
    return StreamSupport.stream(prometheus.alerts().spliterator(), false)
        .filter(alert -> alert.at("/state").asString().equals("firing"))
        .toList();
  }
}
