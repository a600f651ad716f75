package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A family without spikes: images and their cost as ever, spike trains refused with the reason. */
class AnnVaeTests extends WholeService {
  private static final String REASON = "it is an ordinary network and has no spike trains";

  @Test
  void aGeneratedImageCostsMultiplicationsOnly() {
    Answer answer = service.post("/generate?model=ann-vae&seed=7");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Snn-Synops")).matches("ac=0;mac=(\\d+);dense=\\1");
    assertThat(answer.header("Snn-Spikes")).isEqualTo("0");
    assertThat(answer.header("Snn-Firing-Rate")).isEqualTo("0.0");
    String estimate = answer.header("Snn-Energy-Estimate");
    double joules = Double.parseDouble(estimate.substring(0, estimate.indexOf(';')));
    assertThat(joules).isPositive();
    assertThat(answer.header("Snn-Energy-Ann-Equivalent")).isEqualTo(Double.toString(joules));
  }

  @Test
  void theSameSeedGivesTheSameBytesInASheetToo() {
    byte[] alone = service.post("/generate?model=ann-vae&seed=7&index=1").body();
    JsonNode items =
        service.post("/generate?model=ann-vae&seed=7&n=3", "Accept", "application/json").json();
    assertThat(items.at("/data/1/b64_json").asString())
        .isEqualTo(Base64.getEncoder().encodeToString(alone));
    assertThat(items.at("/data/1/energy/ac").asLong()).isZero();
    assertThat(items.at("/data/1/energy/firing_rate").asDouble()).isZero();
  }

  @Test
  void anImageIsReconstructed() {
    byte[] image = service.post("/generate?seed=3").body();
    Answer answer =
        service.post(
            "/reconstruct?model=ann-vae&seed=5",
            image,
            "Content-Type",
            "image/png",
            "Accept",
            "application/json");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode item = answer.json().at("/data/0");
    assertThat(item.at("/mse").asDouble()).isBetween(0.0, 4.0);
    assertThat(item.at("/energy/mac").asLong()).isPositive();
  }

  @Test
  void spikeTrainsAreRefusedWithTheReason() {
    byte[] latents = service.post("/latents?seed=4").body();
    Answer asked = service.post("/latents?model=ann-vae&seed=4");
    Answer decoded =
        service.post("/decode?model=ann-vae", latents, "Content-Type", "application/json");
    for (Answer refused : new Answer[] {asked, decoded}) {
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.json().at("/detail").asString()).contains(REASON);
    }
  }

  @Test
  void theModelIsDescribedWithTheEnergyOfAnOrdinaryNetwork() {
    JsonNode model = service.get("/models/ann-vae:tiny").json();
    assertThat(model.at("/family").asString()).isEqualTo("ann-vae");
    assertThat(model.at("/time_steps").asInt()).isEqualTo(1);
    JsonNode cmos = model.at("/energy/profiles/0");
    assertThat(cmos.at("/joules").asDouble())
        .isEqualTo(model.at("/energy/mac").asLong() * 4.6e-12)
        .isEqualTo(cmos.at("/ann_equivalent_joules").asDouble());
    assertThat(cmos.at("/published_formula_joules").asDouble())
        .isPositive()
        .isEqualTo(cmos.at("/published_formula_ann_joules").asDouble());
  }
}
