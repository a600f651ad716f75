package io.spikelet.runtime.generator.ttfsclassifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
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
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests for {@link TtfsClassifierModel}. */
class TtfsClassifierModelTests {

  private final Random random = new Random(6);

  @Test
  void answersAreTheSameInAnyBatch() {
    try (ImageModel model = load()) {
      List<Image> images = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        images.add(noise(1 + random.nextInt(3), 20 + i, 40 - i));
      }
      List<Classification> together = model.classify(images);
      for (int i = 0; i < images.size(); i++) {
        Classification alone = model.classify(List.of(images.get(i))).getFirst();
        assertThat(together.get(i).decision()).isEqualTo(alone.decision());
        assertThat(together.get(i).label()).isEqualTo(alone.label());
        assertThat(together.get(i).activity()).isEqualTo(alone.activity());
      }
    }
  }

  @Test
  void labelIsAmongTheFirstAndScoresTellHowEarly() {
    try (ImageModel model = load()) {
      Classification found = model.classify(List.of(noise(1, 28, 28))).getFirst();
      Decision decision = Objects.requireNonNull(found.decision());
      assertThat(decision.isFirst(found.label())).isTrue();
      assertThat(decision.timeSteps()).isEqualTo(256);
      for (int label = 0; label < 10; label++) {
        assertThat(found.scores()[label])
            .isEqualTo(1 - decision.outputTimes().get(label) / 256f)
            .isLessThanOrEqualTo(found.scores()[found.label()]);
      }
      assertThat(found.name()).isEqualTo(Integer.toString(found.label()));
    }
  }

  @Test
  void onlyTheTimeUpToTheDecisionCounts() {
    try (ImageModel model = load()) {
      Classification found = model.classify(List.of(noise(1, 28, 28))).getFirst();
      Decision decision = Objects.requireNonNull(found.decision());
      assertThat(decision.time()).isBetween(2, 200);
      assertThat(decision.spikes()).isEqualTo(found.activity().operations().spikes());
      assertThat(found.activity().layers())
          .allMatch(layer -> layer.layer().evaluations() == decision.time() + 1);
      assertThat(found.activity().annMultiplyAccumulates()).isEqualTo(784 * 16 + 16 * 10);
    }
  }

  @Test
  void anyImageIsPreparedFirst() {
    try (ImageModel model = load()) {
      Image colour = noise(3, 50, 60);
      Image prepared = ImagePreparation.toModel(colour, model.modelPackage().spec().image());
      assertThat(model.classify(List.of(colour)).getFirst().decision())
          .isEqualTo(model.classify(List.of(prepared)).getFirst().decision());
    }
  }

  @Test
  void generatingIsNotOffered() {
    try (ImageModel model = load()) {
      assertThatThrownBy(() -> model.generate(List.of(new GenerateTask(new ImageSeed(1, 0)))))
          .isInstanceOf(UnsupportedCapabilityException.class)
          .hasMessageEndingWith("does not offer generate, only [classify]");
    }
  }

  private static ImageModel load() {
    return ModelLoader.load(TestPackages.pull(TestPackages.TTFS_CLASSIFIER));
  }

  private Image noise(int channels, int height, int width) {
    byte[] levels = new byte[channels * height * width];
    random.nextBytes(levels);
    return Image.ofBytes(channels, height, width, levels, ValueRange.UNIT);
  }
}
