package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.service.ServiceClient.Answer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code /classify} with and without spikes. */
class ClassificationTests extends WholeService {
  private static final Image BLACK = Image.ofBytes(1, 28, 28, new byte[784], ValueRange.UNIT);

  @Test
  void firstSpikesTellWhenAndAfterHowManySpikesTheyDecided() {
    byte[] image = service.post("/generate?seed=3").body();
    Answer answer = classify("ttfs-classifier", image);
    JsonNode json = answer.json();
    Classification expected = classifiedHere(image);
    Decision decision = Objects.requireNonNull(expected.decision());
    assertThat(json.at("/label").asInt()).isEqualTo(expected.label());
    assertThat(json.at("/decision_time").asInt()).isEqualTo(decision.time()).isBetween(2, 255);
    assertThat(json.at("/time_steps").asInt()).isEqualTo(256);
    assertThat(json.at("/spikes").asLong()).isEqualTo(decision.spikes()).isPositive();
    for (int label = 0; label < 10; label++) {
      assertThat(json.at("/scores").get(label).at("/score").asDouble())
          .isEqualTo((256 - decision.outputTimes().get(label)) / 256.0);
    }
  }

  @Test
  void whatItCostsIsCountedUpToTheDecision() {
    byte[] image = service.post("/generate?seed=3").body();
    Answer answer = classify("ttfs-classifier", image);
    JsonNode json = answer.json();
    assertThat(answer.header("Snn-Spikes")).isEqualTo(json.at("/spikes").asString());
    assertThat(json.at("/energy/spikes").asLong()).isEqualTo(json.at("/spikes").asLong());
    int taken = json.at("/decision_time").asInt() + 1;
    long accumulates = classifiedHere(image).activity().operations().accumulates();
    assertThat(answer.header("Snn-Synops"))
        .isEqualTo("ac=%d;mac=0;dense=%d".formatted(accumulates, (784L * 16 + 160) * taken));
  }

  @Test
  void aBlackImageIsNotDecidedOn() {
    byte[] black = PngCodec.encode(BLACK);
    JsonNode json = classify("ttfs-classifier", black).json();
    assertThat(json.at("/label").asInt()).isZero();
    assertThat(json.at("/decision_time").asInt()).isEqualTo(256);
    assertThat(json.at("/spikes").asLong()).isZero();
  }

  @Test
  void anOrdinaryClassifierHasNoDecision() {
    byte[] image = service.post("/generate?seed=3").body();
    JsonNode json = classify("classifier", image).json();
    assertThat(json.propertyNames())
        .containsExactlyInAnyOrder("model", "label", "name", "scores", "energy");
  }

  private Answer classify(String model, byte[] image) {
    Answer answer = service.post("/classify?model=" + model, image, "Content-Type", "image/png");
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  private static Classification classifiedHere(byte[] png) {
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.TTFS_CLASSIFIER))) {
      return model.classify(List.of(PngCodec.decode(png))).getFirst();
    }
  }
}
