package io.spikelet.deployment.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that wrong values are refused, with a sentence that names the value and what is allowed.
 */
@RequiresHelm
class ValuesSchemaTests {
  private static final Chart chart = Chart.ours();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          replicacount: 3                                | additional properties 'replicacount' not allowed
          replicaCount: two                              | '/replicaCount': got string, want integer
          replicaCount: -1                               | '/replicaCount': minimum: got -1, want 0
          registry: {uri: "https://registry.example.com"} | '/registry/uri': 'https://registry.example.com' does not match pattern '^(oci-layout:/|oci://|oci
          registry: {uri: "oci-layout:models"}           | '/registry/uri': 'oci-layout:models' does not match
          registry: {url: "oci://registry.example.com"}  | '/registry': additional properties 'url' not allowed
          registry: {watchInterval: 30}                  | '/registry/watchInterval': got number, want string
          models: {eager: ["Esvae:mnist"]}               | '/models/eager/0': 'Esvae:mnist' does not match
          pool: {memoryBudget: lots}                     | '/pool/memoryBudget': 'lots' does not match pattern '^(0|[1-9][0-9]*)(B|KB|MB|GB)$'
          pool: {maxBatch: 0}                            | '/pool/maxBatch': minimum: got 0, want 1
          limits: {deadline: "thirty seconds"}           | '/limits/deadline': 'thirty seconds' does not match pattern
          limits: {maxAudio: 7200}                       | '/limits/maxAudio': maximum: got 7,200, want 3,600
          logging: {format: xml}                         | '/logging/format': value must be one of 'json', 'text'
          tracing: {samplingProbability: 2}              | '/tracing/samplingProbability': maximum: got 2, want 1
          image: {pullPolicy: Sometimes}                 | '/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
          image: {digest: "sha256:1"}                    | '/image/digest': 'sha256:1' does not match pattern
          service: {port: 65536}                         | '/service/port': maximum: got 65,536, want 65,535
          service: {type: Public}                        | '/service/type': value must be one of 'ClusterIP', 'NodePort', 'LoadBalancer'
          securityContext: {privileged: true}            | '/securityContext/privileged': value must be false
          podSecurityContext: {runAsNonRoot: false}      | '/podSecurityContext/runAsNonRoot': value must be true
          podSecurityContext: {runAsUser: 0}             | '/podSecurityContext/runAsUser': minimum: got 0, want 1
          podDisruptionBudget: {maxUnavailable: half}    | '/podDisruptionBudget/maxUnavailable': 'half' does not match pattern
          ingress: {hosts: [{host: a.example.com}]}      | '/ingress/hosts/0': missing property 'paths'
          cache: {persistence: {accessModes: [Shared]}}  | '/cache/persistence/accessModes/0': value must be one of 'ReadWriteOnce'
          training: {jobs: {a: {data: "mnist:data/mnist"}}} | '/training/jobs/a': missing property 'family'
          training: {jobs: {a: {family: esvaee, data: "mnist:data"}}} | '/training/jobs/a/family': value must be one of 'esvae', 'fsvae'
          training: {jobs: {a: {family: esvae, data: "mnist:data", schedule: nightly}}} | '/training/jobs/a/schedule': 'nightly' does not match
          training: {jobs: {A_b: {family: esvae, data: "mnist:data"}}} | invalid propertyName 'A_b'
          training: {concurrencyPolicy: Never}           | '/training/concurrencyPolicy': value must be one of 'Forbid', 'Allow', 'Replace'
          """)
  void wrongValuesAreRefused(String values, String message) {
    assertThatThrownBy(() -> chart.render(values)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          registry: {existingClaim: models} | registry.existingClaim is mounted at registry.mountPath: set registry.uri to oci-layout:/var/lib/spikelet/registry
          registry: {credentials: {existingSecret: a, dockerConfigSecret: b}} | registry.credentials: set one of dockerConfigSecret, existingSecret, username
          registry: {credentials: {username: a}} | registry.credentials: username and password go together
          training: {registry: {credentials: {password: a}}} | training.registry.credentials: username and password go together
          autoscaling: {enabled: true, minReplicas: 3, maxReplicas: 2} | autoscaling.maxReplicas (2) must not be below autoscaling.minReplicas (3)
          autoscaling: {enabled: true, targetCPUUtilizationPercentage: 0} | autoscaling.enabled needs a target
          cache: {persistence: {existingClaim: a}} | cache.persistence.existingClaim is set but cache.persistence.enabled is false
          training: {jobs: {a: {family: esvae, data: "mnist:data", as: ["esvae:a"]}}} | training.jobs.a publishes (as), but the registry oci-layout:/opt/spikelet/models is inside the image or the pod
          """)
  void valuesThatContradictEachOtherAreRefused(String values, String message) {
    assertThatThrownBy(() -> chart.render(values)).hasMessageContaining(message);
  }

  @Test
  void itKnowsTheFamiliesOfTheProgram() throws IOException {
    String source =
        Files.readString(
            Chart.ROOT.resolve(
                "model-runtime/src/main/java/io/spikelet/runtime/model/ModelFamily.java"));
    Matcher constant = Pattern.compile("(?m)^  [A-Z_]+\\(\"([a-z-]+)\"\\)[,;]").matcher(source);
    List<String> families = new ArrayList<>();
    while (constant.find()) {
      families.add(constant.group(1));
    }
    List<String> known = new ArrayList<>();
    schema()
        .at("/$defs/job/properties/family/enum")
        .forEach(family -> known.add(family.textValue()));
    assertThat(known).isNotEmpty().containsExactlyInAnyOrderElementsOf(families);
  }

  @Test
  void itKnowsEveryDefaultValue() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (ValuesFile.Value value : ValuesFile.of(chart).values()) {
      JsonNode node = schema();
      for (String name : value.names()) {
        node = node.path("properties").path(name);
        if (node.has("$ref")) {
          node = schema().at(node.path("$ref").textValue().substring(1));
        }
      }
      if (node.isMissingNode()) {
        unknown.add(value.path());
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static JsonNode schema() throws IOException {
    return new JsonMapper().readTree(chart.read("values.schema.json"));
  }
}
