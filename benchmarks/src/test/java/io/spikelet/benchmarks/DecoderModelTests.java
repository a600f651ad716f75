package io.spikelet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.spikelet.runtime.generator.ImageModel;
import org.junit.jupiter.api.Test;

/** Tests that the decoder's benchmark has a model to measure. */
class DecoderModelTests {

  @Test
  void modelDrawsTheSameImagesFromSeedsAndFromSpikes() {
    try (ImageModel model = DecoderModel.open(5, 17, 1)) {
      var seeds = DecoderModel.generateTasks(3);
      var latents = DecoderModel.decodeTasks(model, 3);
      assertThat(latents).hasSize(3);
      assertThatCode(() -> DecoderModel.requireSameImages(model, seeds, latents))
          .doesNotThrowAnyException();
    }
  }
}
