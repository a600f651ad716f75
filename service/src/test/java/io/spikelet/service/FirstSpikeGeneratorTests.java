package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A generator whose neurons fire at most once: its spike times, and what is drawn from them. */
class FirstSpikeGeneratorTests extends WholeService {

  private static final int TIME_STEPS = 32;

  @Test
  void latentSpikesAreToldAsTimesTooAndDecodeToTheImageOfTheSeed() {
    Answer latents = service.post("/latents?model=spiking-gan&seed=7&index=2");
    assertThat(latents.status()).isEqualTo(200);
    JsonNode sample = latents.json().at("/samples/0");
    JsonNode times = sample.at("/spike_times");
    assertThat(times.size()).isEqualTo(5);
    for (int neuron = 0; neuron < times.size(); neuron++) {
      for (int t = 0; t < TIME_STEPS; t++) {
        assertThat(sample.at("/spikes/" + t + "/" + neuron).asInt())
            .isEqualTo(times.get(neuron).asInt() == t ? 1 : 0);
      }
    }
    Answer decoded =
        service.post(
            "/decode?model=spiking-gan&label=two",
            latents.body(),
            "Content-Type",
            "application/json");
    Answer drawn = service.post("/generate?model=spiking-gan&seed=7&index=2&label=two");
    assertThat(decoded.status()).isEqualTo(200);
    assertThat(decoded.body()).isEqualTo(drawn.body());
    assertThat(decoded.header("Snn-Label")).isEqualTo("two");
  }

  @Test
  void codeWithoutALabelIsRefusedWithASentence() {
    Answer latents = service.post("/latents?model=spiking-gan&seed=7");
    Answer refused =
        service.post(
            "/decode?model=spiking-gan", latents.body(), "Content-Type", "application/json");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/detail").asString()).contains("label", "zero, One, two");
  }

  @Test
  void modelsWhoseNeuronsFireOftenHaveNoSpikeTimes() {
    JsonNode sample = service.post("/latents?model=esvae&seed=7").json().at("/samples/0");
    assertThat(sample.has("spike_times")).isFalse();
  }

  @Test
  void noNeuronFiresTwice() {
    Answer drawn = service.post("/generate?model=spiking-gan&seed=7");
    assertThat(Long.parseLong(drawn.header("Snn-Spikes"))).isBetween(1L, 5L + 7 + 64);
    assertThat(drawn.header("Snn-Synops")).startsWith("ac=").contains("mac=0");
  }
}
