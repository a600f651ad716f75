package io.spikelet.runtime.generator.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link ClassifierModel}. */
class ClassifierModelTests {

  private final Random random = new Random(6);

  @Test
  void scoresAreTheSameInAnyBatch() {
    try (ImageModel model = ModelLoader.load(TestPackages.classifier())) {
      List<Image> images = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        images.add(noise(1 + random.nextInt(3), 20 + i, 40 - i));
      }
      List<Classification> together = model.classify(images);
      for (int i = 0; i < images.size(); i++) {
        Classification alone = model.classify(List.of(images.get(i))).getFirst();
        assertThat(together.get(i).scores()).isEqualTo(alone.scores());
        assertThat(together.get(i).label()).isEqualTo(alone.label());
      }
    }
  }

  @Test
  void labelIsTheLargestScoreAndScoresAddUpToOne() {
    try (ImageModel model = ModelLoader.load(TestPackages.classifier())) {
      Classification found = model.classify(List.of(noise(1, 28, 28))).getFirst();
      double sum = 0;
      for (float score : found.scores()) {
        sum += score;
        assertThat(found.scores()[found.label()]).isGreaterThanOrEqualTo(score);
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
      assertThat(found.name()).isEqualTo(Integer.toString(found.label()));
      assertThat(found.activity().operations().accumulates()).isZero();
      assertThat(found.activity().operations().multiplyAccumulates())
          .isEqualTo((28 * 3L - 2) * (28 * 3 - 2) * 4 + 40L * 40 * 4 * 4 + 196 * 8 + 80);
    }
  }

  @Test
  void anyImageIsPreparedFirst() {
    try (ImageModel model = ModelLoader.load(TestPackages.classifier())) {
      Image colour = noise(3, 50, 60);
      Image prepared = ImagePreparation.toModel(colour, model.modelPackage().spec().image());
      assertThat(model.classify(List.of(colour)).getFirst().scores())
          .isEqualTo(model.classify(List.of(prepared)).getFirst().scores());
    }
  }

  @Test
  void generatingIsNotOffered() {
    try (ImageModel model = ModelLoader.load(TestPackages.classifier())) {
      assertThatThrownBy(() -> model.generate(List.of(new GenerateTask(new ImageSeed(1, 0)))))
          .isInstanceOf(UnsupportedCapabilityException.class)
          .hasMessageEndingWith("does not offer generate, only [classify]");
    }
  }

  private Image noise(int channels, int height, int width) {
    byte[] levels = new byte[channels * height * width];
    random.nextBytes(levels);
    return Image.ofBytes(channels, height, width, levels, ValueRange.UNIT);
  }
}
