package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.service.ServiceClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /reconstruct}, {@code /latents}, {@code /decode} and {@code /classify}, together. */
class LatentsTests extends WholeService {
  @ParameterizedTest
  @ValueSource(strings = {"spikes", "packed"})
  void decodingTheLatentsOfAnImageIsItsReconstruction(String encoding) {
    byte[] image = service.post("/generate?seed=3").body();
    byte[] reconstruction =
        service.post("/reconstruct?seed=5&index=2", image, "Content-Type", "image/png").body();
    byte[] latents =
        service
            .post(
                "/latents?seed=5&index=2&encoding=" + encoding, image, "Content-Type", "image/png")
            .body();
    Answer decoded = service.post("/decode", latents, "Content-Type", "application/json");
    assertThat(decoded.status()).isEqualTo(200);
    assertThat(decoded.body()).isEqualTo(reconstruction);
    assertThat(decoded.header("Snn-Seed")).isEmpty();
  }

  @Test
  void decodingAPriorSampleIsTheGeneratedImage() {
    byte[] array = service.post("/latents?seed=4", "Accept", "application/x-npy").body();
    assertThat(NpyArray.parse(array).shape()).containsExactly(8, 1, 16);
    assertThat(service.post("/decode", array, "Content-Type", "application/x-npy").body())
        .isEqualTo(service.post("/generate?seed=4").body());
  }

  @Test
  void aReconstructionTellsHowNearItIs() {
    byte[] image = service.post("/generate?seed=3").body();
    Answer answer =
        service.post(
            "/reconstruct?seed=5",
            image,
            "Content-Type",
            "image/png",
            "Accept",
            "application/json");
    JsonNode item = answer.json().at("/data/0");
    assertThat(item.at("/mse").asDouble()).isBetween(0.0, 4.0);
    assertThat(item.at("/ssim").asDouble()).isBetween(-1.0, 1.0);
    assertThat(item.at("/scale").asString()).isEqualTo("[-1.0, 1.0]");
  }

  @Test
  void latentsComeWithRatesStatisticsAndCost() {
    JsonNode json = service.post("/latents?seed=4").json();
    assertThat(json.at("/time_steps").asInt()).isEqualTo(8);
    assertThat(json.at("/neurons").asInt()).isEqualTo(16);
    JsonNode sample = json.at("/samples/0");
    double rate = 0;
    for (JsonNode step : sample.at("/spikes")) {
      rate += step.get(0).asInt() / 8.0;
    }
    assertThat(sample.at("/firing_rates/0").asDouble()).isEqualTo(rate);
    assertThat(sample.at("/statistics/spikes").asLong()).isPositive();
    assertThat(sample.at("/statistics").has("fano_factor")).isFalse();
    assertThat(sample.at("/energy/profile").asString()).isEqualTo("cmos45");
  }

  @Test
  void theRasterPlotIsAPicture() {
    Answer plot = service.post("/latents?seed=4", "Accept", "image/png");
    assertThat(PngCodec.decode(plot.body()).width()).isGreaterThan(100);
  }

  @Test
  void anImageIsClassified() {
    byte[] image = service.post("/generate?seed=3").body();
    Answer answer = service.post("/classify", image, "Content-Type", "image/png");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.at("/scores")).hasSize(10);
    double best = json.at("/scores").get(json.at("/label").asInt()).at("/score").asDouble();
    for (JsonNode score : json.at("/scores")) {
      assertThat(score.at("/score").asDouble()).isLessThanOrEqualTo(best);
    }
  }
}
