package io.spikelet.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.evaluation.AutoencoderComparison.Images;
import io.spikelet.training.evaluation.Measurement.AutoencoderDistance;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link AutoencoderComparison}. */
class AutoencoderComparisonTests {

  private static final EnergyProfile ENERGY =
      new EnergyProfile("test", "none", 1e-12, 5e-12, "none", EnergyProfile.Grade.MODELLED);

  /** More than a batch, which has 256. */
  private static final int IMAGES = 300;

  private static FeatureExtractor extractor;

  @BeforeAll
  static void load() {
    extractor =
        (FeatureExtractor) ModelLoader.load(TestPackages.pull(TestPackages.FRECHET_AUTOENCODER));
  }

  @AfterAll
  static void close() {
    extractor.close();
  }

  @Test
  void halvesOfASetAreNearAndNoiseIsFar() {
    AutoencoderDistance halves = distance(squares(0, 1), squares(IMAGES, 1));
    AutoencoderDistance noise = distance(AutoencoderComparisonTests::noises, squares(IMAGES, 1));
    assertThat(halves.distance()).isBetween(0.0, 0.05 * noise.distance());
    assertThat(halves.batchDistance()).isBetween(0.0, 0.25 * noise.batchDistance());
  }

  @Test
  void aSetHasNoDistanceFromItself() {
    AutoencoderDistance same = distance(squares(0, 1), squares(0, 1));
    assertThat(same.distance()).isBetween(-1e-9, 1e-9);
    assertThat(same.batchDistance()).isBetween(-1e-9, 1e-9);
  }

  @Test
  void onlyTheRunningStatisticsSeeAContrastThatAllImagesShare() {
    AutoencoderDistance halves = distance(squares(0, 1), squares(IMAGES, 1));
    AutoencoderDistance faint = distance(squares(0, 0.5f), squares(IMAGES, 1));
    assertThat(faint.distance()).isGreaterThan(10 * halves.distance());
    assertThat(faint.batchDistance()).isCloseTo(halves.batchDistance(), withinPercentage(1));
  }

  @Test
  void imagesOfAnotherSizeAreCompared() {
    Images small = (from, to) -> IntStream.range(from, to).mapToObj(i -> square(i, 28, 1)).toList();
    AutoencoderDistance resized = distance(small, squares(IMAGES, 1));
    assertThat(resized.distance())
        .isLessThan(distance(AutoencoderComparisonTests::noises, small).distance());
  }

  @Test
  void oneTestImageIsNoSet() {
    assertThatThrownBy(() -> comparison().distance(2, squares(0, 1), 1, squares(0, 1)))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("fad needs two test images at least, not 1");
  }

  private static AutoencoderDistance distance(Images images, Images testImages) {
    return comparison().distance(IMAGES, images, IMAGES, testImages);
  }

  private static AutoencoderComparison comparison() {
    EvaluationSettings settings = new EvaluationSettings(0, 0, 1, 0.5, 2, 5, ENERGY);
    return new AutoencoderComparison(
        extractor, new ParallelBatches(settings, EvaluationListener.NONE));
  }

  private static Images squares(int first, float contrast) {
    return (from, to) ->
        IntStream.range(from, to).mapToObj(i -> square(first + i, 32, contrast)).toList();
  }

  /** A bright square somewhere on black. */
  private static Image square(int index, int side, float contrast) {
    Random random = new Random(index);
    int size = 4 + random.nextInt(12);
    int top = random.nextInt(side - size);
    int left = random.nextInt(side - size);
    float[] pixels = new float[side * side];
    for (int i = 0; i < pixels.length; i++) {
      int y = i / side - top;
      int x = i % side - left;
      boolean inside = y >= 0 && y < size && x >= 0 && x < size;
      pixels[i] = inside ? contrast : -contrast;
    }
    return Image.of(1, side, side, pixels, ValueRange.SIGNED_UNIT);
  }

  private static List<Image> noises(int from, int to) {
    return IntStream.range(from, to).mapToObj(AutoencoderComparisonTests::noise).toList();
  }

  private static Image noise(int index) {
    byte[] levels = new byte[32 * 32];
    new Random(-1 - index).nextBytes(levels);
    return Image.ofBytes(1, 32, 32, levels, ValueRange.SIGNED_UNIT);
  }
}
