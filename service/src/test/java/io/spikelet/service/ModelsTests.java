package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /models}, {@code /v2}, {@code /admin}, health and metrics. */
class ModelsTests extends WholeService {
  private static final String TOKEN = "Bearer open sesame";

  @Test
  void theListHasEveryPackage() {
    JsonNode models = service.get("/models").json().at("/models");
    assertThat(models)
        .extracting(model -> model.at("/name").asString())
        .contains("ann-vae", "audiocoder", "classifier", "esvae", "fsvae", "spiking-autoencoder")
        .contains("ttfs-classifier");
    JsonNode esvae = named(models, "esvae");
    assertThat(esvae.at("/tags")).hasSize(2);
    assertThat(esvae.at("/digest").asString()).startsWith("sha256:");
    assertThat(esvae.at("/family").asString()).isEqualTo("esvae");
    assertThat(esvae.at("/state").asString()).isIn("ready", "unloaded", "loading");
  }

  private static JsonNode named(JsonNode models, String name) {
    return models
        .valueStream()
        .filter(model -> model.at("/name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Whatever a client writes before a digest must not become a label of metrics. */
  @Test
  void theTagBeforeADigestIsNotTakenFromTheClient() {
    String model = service.post("/generate?model=esvae:tiny&seed=1").header("Snn-Model");
    String digest = model.substring(model.indexOf('@'));
    assertThat(service.post("/generate?seed=1&model=" + model).header("Snn-Model"))
        .isEqualTo(model);
    assertThat(service.post("/generate?seed=1&model=esvae:invented" + digest).header("Snn-Model"))
        .isEqualTo("esvae:pinned" + digest);
    assertThat(management.get("/actuator/prometheus").text())
        .contains("model=\"esvae:pinned\"")
        .doesNotContain("invented");
  }

  @Test
  void aModelIsDescribedWithItsEnergyByEveryProfile() {
    JsonNode model = service.get("/models/esvae:tiny").json();
    assertThat(model.at("/time_steps").asInt()).isEqualTo(8);
    assertThat(model.at("/layers").size()).isGreaterThan(5);
    JsonNode energy = model.at("/energy");
    JsonNode cmos = energy.at("/profiles/0");
    assertThat(cmos.at("/profile").asString()).isEqualTo("cmos45");
    assertThat(cmos.at("/joules").asDouble())
        .isEqualTo(energy.at("/ac").asLong() * 0.9e-12 + energy.at("/mac").asLong() * 4.6e-12);
    assertThat(cmos.at("/published_formula_joules").asDouble()).isPositive();
    assertThat(energy.at("/profiles").size()).isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spiking-autoencoder:tiny", "audiocoder:tiny"})
  void aModelWithoutAPriorIsDescribedWithItsEnergyToo(String model) {
    JsonNode energy = service.get("/models/" + model).json().at("/energy");
    assertThat(energy.at("/ac").asLong()).isPositive();
    assertThat(energy.at("/mac").asLong()).isZero();
    assertThat(energy.at("/spikes").asLong()).isPositive();
  }

  @Test
  void aModelIsFoundByItsDigest() {
    String model = service.get("/models/esvae").json().at("/model").asString();
    String digest = model.substring(model.indexOf('@') + 1);
    assertThat(service.get("/models/esvae@" + digest).status()).isEqualTo(200);
    assertThat(service.post("/generate?seed=1&model=esvae@" + digest).body())
        .isEqualTo(service.post("/generate?seed=1").body());
  }

  @Test
  void anUnknownModelIsNotFound() {
    Answer answer = service.get("/models/nope");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().at("/known_models"))
        .extracting(JsonNode::asString)
        .contains("classifier:tiny", "esvae:latest", "esvae:tiny", "fsvae:tiny");
    assertThat(service.get("/v2/models/nope").status()).isEqualTo(404);
  }

  @Test
  void openInferenceMetadataSaysThatThereIsNoInfer() {
    assertThat(service.get("/v2").json().at("/name").asString()).isEqualTo("spikelet");
    assertThat(service.get("/v2/health/live").json().at("/live").asBoolean()).isTrue();
    JsonNode model = service.get("/v2/models/esvae/versions/tiny").json();
    assertThat(model.at("/parameters/infer").asBoolean(true)).isFalse();
    assertThat(model.at("/versions").toString()).isEqualTo("[\"latest\",\"tiny\"]");
    service.post("/generate");
    assertThat(service.get("/v2/models/esvae/ready").json().at("/ready").asBoolean()).isTrue();
    assertThat(service.post("/v2/models/esvae/infer").status()).isEqualTo(404);
  }

  @Test
  void administrationNeedsTheToken() {
    assertThat(service.post("/admin/models/esvae/load").status()).isEqualTo(401);
    Answer wrong = service.post("/admin/models/esvae/load", "Authorization", "Bearer open");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "refresh"})
  void aModelIsLoadedByHand(String action) {
    Answer answer = service.post("/admin/models/classifier:tiny/" + action, "Authorization", TOKEN);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/state").asString()).isEqualTo("ready");
    assertThat(answer.json().at("/model").asString()).startsWith("classifier:tiny@sha256:");
  }

  @Test
  void aModelIsUnloadedByHandAndComesBackWhenAsked() {
    Answer answer = service.post("/admin/models/esvae:tiny/unload", "Authorization", TOKEN);
    assertThat(answer.json().at("/state").asString()).isEqualTo("unloaded");
    assertThat(service.post("/generate?seed=1").status()).isEqualTo(200);
  }

  @Test
  void theServiceBecomesReady() throws InterruptedException {
    for (int i = 0; i < 100 && management.get("/actuator/health/readiness").status() != 200; i++) {
      Thread.sleep(100);
    }
    assertThat(management.get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(service.get("/v2/health/ready").json().at("/ready").asBoolean()).isTrue();
  }

  @Test
  void metricsHaveTheirNames() {
    service.post("/generate?model=esvae:tiny");
    String metrics = management.get("/actuator/prometheus").text();
    assertThat(metrics)
        .contains(
            "snn_request_duration_seconds_count{operation=\"generate\",status=\"200\"}",
            "snn_queue_duration_seconds_bucket",
            "snn_pending_requests ",
            "snn_batch_size_bucket",
            "snn_images_total{model=\"esvae:tiny\",operation=\"generate\"}",
            "snn_requests_rejected_total{reason=\"queue_full\"} 0.0",
            "snn_model_load_duration_seconds_count",
            "snn_models_loaded ",
            "snn_model_swaps_total{result=\"success\"}",
            "snn_synaptic_operations_total{kind=\"ac\",model=\"esvae:tiny\"}",
            "snn_energy_estimate_joules_total{model=\"esvae:tiny\",profile=\"cmos45\"}",
            "snn_firing_rate_ratio_count{model=\"esvae:tiny\"}",
            "snn_ready ");
  }

  @Test
  void firingRatesAreSortedIntoTheirBuckets() {
    double rate =
        Double.parseDouble(service.post("/generate?model=esvae:tiny").header("Snn-Firing-Rate"));
    String metrics = management.get("/actuator/prometheus").text();
    assertThat(rate).isLessThan(0.5);
    assertThat(
            metrics
                .lines()
                .filter(line -> line.startsWith("snn_firing_rate_ratio_bucket"))
                .filter(line -> line.contains("model=\"esvae:tiny\",le=\"0.5\""))
                .map(line -> line.replaceAll(".* ", "")))
        .singleElement()
        .isNotEqualTo("0");
  }

  @Test
  void aHarmlessRequestIdIsEchoedAndAnotherReplaced() {
    assertThat(service.get("/v2", "X-Request-Id", "abc-1").header("X-Request-Id"))
        .isEqualTo("abc-1");
    assertThat(service.get("/v2", "X-Request-Id", "a b\"{}").header("X-Request-Id"))
        .matches("[0-9a-f-]{36}");
  }
}
