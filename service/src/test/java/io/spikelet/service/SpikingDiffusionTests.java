package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A family that draws in rounds: steps, temperature and the code map. */
class SpikingDiffusionTests extends WholeService {

  private static final String GENERATE = "/generate?model=spiking-diffusion&seed=7";
  private static final int POSITIONS = 16;

  @Test
  void everyDenoisingStepIsSentAndTheLastIsTheImage() {
    List<Event> events = Event.of(service.post(GENERATE, "Accept", "text/event-stream"));
    Answer whole = service.post(GENERATE);
    assertThat(events).hasSize(POSITIONS + 1);
    assertThat(events.getLast().name()).isEqualTo("image_generation.completed");
    assertThat(events.getLast().png()).isEqualTo(whole.body());
    assertThat(events.getLast().data().at("/energy/spikes").asString())
        .isEqualTo(whole.header("Snn-Spikes"));
    for (int step = 1; step < POSITIONS; step++) {
      assertThat(events.get(step).joules())
          .isGreaterThanOrEqualTo(0.9 * events.get(step - 1).joules());
    }
  }

  @Test
  void fewerStepsCostLess() {
    Answer whole = service.post(GENERATE);
    Answer early = service.post(GENERATE + "&steps=2");
    assertThat(early.status()).isEqualTo(200);
    assertThat(dense(early)).isLessThan(dense(whole) / 2);
  }

  private static long dense(Answer answer) {
    return Long.parseLong(answer.header("Snn-Synops").replaceFirst(".*dense=", ""));
  }

  @Test
  void imageIsTheSameInASheetAtAnyTemperature() {
    String path = GENERATE + "&temperature=1.5&steps=5";
    byte[] alone = service.post(path + "&index=1").body();
    JsonNode items = service.post(path + "&n=3", "Accept", "application/json").json();
    assertThat(items.at("/data/1/b64_json").asString())
        .isEqualTo(Base64.getEncoder().encodeToString(alone));
  }

  @Test
  void latentsTellTheCodeMapAndDecodeToTheImage() {
    Answer latents = service.post("/latents?model=spiking-diffusion&seed=7");
    JsonNode sample = latents.json().at("/samples/0");
    assertThat(sample.at("/codes").size()).isEqualTo(4);
    assertThat(sample.at("/codes/3/3").asInt()).isBetween(0, 8);
    Answer decoded =
        service.post(
            "/decode?model=spiking-diffusion", latents.body(), "Content-Type", "application/json");
    assertThat(decoded.body()).isEqualTo(service.post(GENERATE).body());
    JsonNode others = service.post("/latents?model=esvae&seed=7").json();
    assertThat(others.at("/samples/0").has("codes")).isFalse();
  }

  @Test
  void imageIsReconstructed() {
    byte[] image = service.post(GENERATE).body();
    Answer answer =
        service.post(
            "/reconstruct?model=spiking-diffusion",
            image,
            "Content-Type",
            "image/png",
            "Accept",
            "application/json");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/data/0/scale").asString()).isEqualTo("[-0.5, 0.5]");
    assertThat(answer.json().at("/data/0/mse").asDouble()).isBetween(0.0, 2.25);
  }

  @ParameterizedTest
  @CsvSource({
    "/generate?model=spiking-diffusion&steps=17, 'a whole number from 1 to 16'",
    "/generate?model=spiking-diffusion&temperature=0, 'a number from 0.001 to 2.0'",
    "/generate?model=spiking-diffusion&temperature=hot, 'a number from 0.001 to 2.0'",
    "/generate?model=spiking-diffusion&time_steps=2,"
        + " 'this operation has model, n, seed, index, steps, temperature'",
    "/generate?model=esvae&steps=2, 'this operation has model, n, seed, index, time_steps'",
    "/generate?model=ann-vae&temperature=1, 'this operation has model, n, seed, index'"
  })
  void parametersOfOtherFamiliesAndOutOfRangeAreRefused(String path, String detail) {
    Answer answer = service.post(path);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/detail").asString()).contains(detail);
  }

  @Test
  void modelTellsItsLayersAndEnergy() {
    JsonNode model = service.get("/models/spiking-diffusion:tiny").json();
    assertThat(model.at("/family").asString()).isEqualTo("spiking-diffusion");
    assertThat(model.at("/energy/profiles/0/joules").asDouble()).isPositive();
    assertThat(model.at("/energy/profiles/0/ann_equivalent_joules").asDouble()).isPositive();
  }
}
