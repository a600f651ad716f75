package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A family that draws by label: the parameter, and how answers name what was drawn. */
class LabelTests extends WholeService {

  private static final String GENERATE = "/generate?model=ann-gan&seed=7";

  @Test
  void labelIsTakenByNameInAnyLettersAndByNumber() {
    Answer byName = service.post(GENERATE + "&label=One");
    assertThat(byName.status()).isEqualTo(200);
    assertThat(byName.header("Snn-Label")).isEqualTo("One");
    for (String other : List.of("one", "ONE", "1")) {
      Answer same = service.post(GENERATE + "&label=" + other);
      assertThat(same.body()).isEqualTo(byName.body());
      assertThat(same.header("Snn-Label")).isEqualTo("One");
    }
    assertThat(service.post(GENERATE + "&label=two").body()).isNotEqualTo(byName.body());
  }

  @Test
  void withoutALabelTheSeedPicksOneForEachImage() {
    Answer sheet = service.post(GENERATE + "&n=12", "Accept", "application/json");
    List<String> labels = new ArrayList<>();
    for (JsonNode item : sheet.json().at("/data")) {
      labels.add(item.at("/label").asString());
    }
    assertThat(labels).contains("zero", "One", "two");
    assertThat(sheet.header("Snn-Label")).isEqualTo(String.join(", ", labels));
    assertThat(service.post(GENERATE + "&n=12", "Accept", "application/json").body())
        .isEqualTo(sheet.body());
    Answer alone = service.post(GENERATE + "&index=5");
    assertThat(alone.header("Snn-Label")).isEqualTo(labels.get(5));
    assertThat(Base64.getEncoder().encodeToString(alone.body()))
        .isEqualTo(sheet.json().at("/data/5/b64_json").asString());
    Answer named = service.post(GENERATE + "&index=5&label=" + labels.get(5));
    assertThat(named.body()).isEqualTo(alone.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "-1", "", "three", "1.5"})
  void whatIsNoLabelIsRefused(String label) {
    Answer refused = service.post(GENERATE + "&label=" + label);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/detail").asString())
        .isEqualTo(
            "Parameter 'label' is '%s'; allowed is one of zero, One, two, or its number, 0 to 2."
                .formatted(label));
    assertThat(refused.json().at("/parameter").asString()).isEqualTo("label");
  }

  @ParameterizedTest
  @CsvSource({
    "/generate?model=esvae&label=1, 'this operation has model, n, seed, index, time_steps'",
    "/decode?model=esvae&label=1, 'this operation has model.'",
    "/latents?model=ann-gan&label=1, 'There is no parameter'",
    "/reconstruct?model=ann-gan&label=1, 'There is no parameter'"
  })
  void operationsAndModelsWithoutLabelsDoNotKnowTheParameter(String path, String detail) {
    Answer refused = service.post(path);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/detail").asString()).contains(detail);
  }

  @Test
  void modelsWithoutLabelsNameNone() {
    Answer plain = service.post("/generate?model=esvae&seed=7", "Accept", "application/json");
    assertThat(plain.header("Snn-Label")).isEmpty();
    assertThat(plain.json().at("/data/0").has("label")).isFalse();
  }

  @Test
  void imageCostsMultiplicationsOfOneGeneratorOnly() {
    assertThat(service.post(GENERATE).header("Snn-Synops")).isEqualTo("ac=0;mac=414;dense=414");
  }

  @Test
  void modelTellsItsLabels() {
    JsonNode labels = service.get("/models/ann-gan:tiny").json().at("/labels");
    assertThat(labels.valueStream().map(JsonNode::asString)).containsExactly("zero", "One", "two");
  }
}
