package io.spikelet.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** Tests that what the diffusion's benchmark compares is the same. */
class DiffusionModelTests {

  @Test
  void servingDrawsTheImagesOfTheSamplerThatRunsEveryRound() {
    try (DiffusionModel model = DiffusionModel.open("8-8-8", 2)) {
      assertThatCode(() -> model.requireSameImages(DecoderModel.generateTasks(3)))
          .doesNotThrowAnyException();
    }
  }
}
