package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests that the chart's settings are the programs', and that secrets stay in Secrets. */
@RequiresHelm
class SettingsTests {
  /** What the programs read beside the settings that application.yaml gives a default. */
  private static final Set<String> FURTHER =
      Set.of(
          "SPIKELET_CACHE",
          "SPIKELET_WATCH_INTERVAL",
          "SPIKELET_MODELS",
          "SPIKELET_ADMIN_TOKEN_FILE",
          "SPIKELET_REGISTRY_USERNAME",
          "SPIKELET_REGISTRY_PASSWORD",
          "SPIKELET_OPTS");

  /** Settings of Spring that the chart sets; strictness cannot be had from Spring itself. */
  private static final Set<String> SPRING =
      Set.of(
          "SERVER_PORT",
          "SERVER_FORWARD_HEADERS_STRATEGY",
          "SPRINGDOC_SWAGGER_UI_ENABLED",
          "MANAGEMENT_SERVER_PORT",
          "MANAGEMENT_SERVER_ADDRESS",
          "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE",
          "SPRING_PROFILES_ACTIVE",
          "SPRING_CONFIG_ADDITIONAL_LOCATION",
          "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
          "MANAGEMENT_TRACING_SAMPLING_PROBABILITY",
          "JAVA_TOOL_OPTIONS");

  private static final Pattern SETTING = Pattern.compile("\\bSPIKELET_[A-Z_]+\\b");

  private static final Chart chart = Chart.ours();
  private static final Manifests full = chart.render(chart.ci("full"));

  @Test
  void everySettingIsOneOfThePrograms() throws IOException {
    Set<String> known = new TreeSet<>(FURTHER);
    known.addAll(settingsOfTheService());
    Set<String> used = new TreeSet<>();
    SETTING.matcher(chart.templates()).results().forEach(match -> used.add(match.group()));
    assertThat(used).hasSizeGreaterThan(20);
    assertThat(known).containsAll(used);
  }

  @Test
  void everyOtherSettingIsKnownToo() {
    assertThat(full.named(ConfigMap.class, "spikelet-images-env").getData().keySet())
        .filteredOn(name -> !name.startsWith("SPIKELET_"))
        .isSubsetOf(SPRING);
  }

  @Test
  void settingsThatHaveADefaultInTheServiceHaveAValueInTheChart() throws IOException {
    Set<String> unset = settingsOfTheService();
    unset.removeAll(full.named(ConfigMap.class, "spikelet-images-env").getData().keySet());
    // The token comes as a file, the credentials from a Secret.
    assertThat(unset)
        .isSubsetOf(
            "SPIKELET_ADMIN_TOKEN", "SPIKELET_REGISTRY_USERNAME", "SPIKELET_REGISTRY_PASSWORD");
  }

  @Test
  void numbersAreWrittenAsWholeNumbers() {
    assertThat(full.named(ConfigMap.class, "spikelet-images-env").getData())
        .containsEntry("SPIKELET_POOL_QUEUE_CAPACITY", "1000000");
  }

  @Test
  void furtherSettingsAreAFileWhereTheServiceLooksForIt() throws IOException {
    Map<String, String> files = full.named(ConfigMap.class, "spikelet-images-config").getData();
    JsonNode settings = new YAMLMapper().readTree(files.get("application.yaml"));
    assertThat(settings.at("/server/tomcat/accept-count").intValue()).isEqualTo(200);
    JsonNode profiles = new YAMLMapper().readTree(files.get("energy-profiles.json"));
    assertThat(profiles.at("/0/name").textValue()).isEqualTo("board");
    assertThat(full.named(ConfigMap.class, "spikelet-images-env").getData())
        .containsEntry("SPRING_CONFIG_ADDITIONAL_LOCATION", "optional:file:/opt/spikelet/config/")
        .containsEntry("SPIKELET_ENERGY_PROFILES", "/opt/spikelet/config/energy-profiles.json");
  }

  @Test
  void aPasswordIsInTheSecretAndNowhereElse() {
    Secret secret = full.named(Secret.class, "spikelet-images-training-registry");
    assertThat(secret.getStringData()).containsEntry("password", "not-a-real-password");
    assertThat(full.text().split("not-a-real-password", -1)).hasSize(2);
  }

  @Test
  void noSecretIsAnEnvironmentVariableInPlainText() {
    assertThat(full.podTemplates())
        .flatExtracting(template -> template.getSpec().getContainers())
        .flatExtracting(Container::getEnv)
        .filteredOn(EnvVar.class::isInstance)
        .map(EnvVar.class::cast)
        .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|USERNAME|TOKEN)$"))
        .isNotEmpty()
        .allSatisfy(
            variable -> {
              assertThat(variable.getValue()).isNull();
              assertThat(variable.getValueFrom().getSecretKeyRef()).isNotNull();
            });
    assertThat(full.all(ConfigMap.class))
        .allSatisfy(
            map ->
                assertThat(map.getData().keySet())
                    .noneMatch(name -> name.matches(".*(PASSWORD|USERNAME|TOKEN)$")));
  }

  private static Set<String> settingsOfTheService() throws IOException {
    Set<String> names = new TreeSet<>();
    String file =
        Files.readString(Chart.ROOT.resolve("service/src/main/resources/application.yaml"));
    YAMLMapper yaml = new YAMLMapper();
    try (MappingIterator<JsonNode> documents = yaml.readerFor(JsonNode.class).readValues(file)) {
      documents.forEachRemaining(document -> collect("SPIKELET", document.path("spikelet"), names));
    }
    return names;
  }

  private static void collect(String name, JsonNode node, Set<String> names) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      name + "_" + entry.getKey().replace('-', '_').toUpperCase(Locale.ROOT),
                      entry.getValue(),
                      names));
    } else if (!node.isMissingNode()) {
      names.add(name);
    }
  }
}
