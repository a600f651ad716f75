package io.spikelet.runtime.generator.frechetautoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.GraphRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link FrechetAutoencoderModel}. */
class FrechetAutoencoderModelTests {

  private static final int FEATURES = 6;

  private static FrechetAutoencoderModel model;

  private final Random random = new Random(4);

  @BeforeAll
  static void load() {
    // The golden sample is replayed here.
    model =
        (FrechetAutoencoderModel)
            ModelLoader.load(TestPackages.pull(TestPackages.FRECHET_AUTOENCODER));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void featuresHaveTheSameBitsInAnyBatch() {
    List<Image> images = pictures(37);
    List<float[]> together = model.features(images);
    assertThat(together).hasSize(37).allMatch(features -> features.length == FEATURES);
    for (int i = 0; i < images.size(); i++) {
      assertThat(model.features(List.of(images.get(i))).getFirst()).isEqualTo(together.get(i));
    }
  }

  @Test
  void featuresOfABatchDependOnItsOtherImages() {
    List<Image> images = pictures(8);
    List<Image> changed = new ArrayList<>(images);
    changed.set(7, picture(0.1f));
    float[] before = model.featuresOfBatch(images).getFirst();
    float[] after = model.featuresOfBatch(changed).getFirst();
    assertThat(after).hasSize(FEATURES).isNotEqualTo(before);
    assertThat(model.features(changed).getFirst()).isEqualTo(model.features(images).getFirst());
  }

  /** What all images share is taken away: the reason why the published mode is the blinder one. */
  @Test
  void featuresOfABatchHardlySeeAContrastThatAllImagesShare() {
    List<Image> images = pictures(8);
    List<Image> faint = images.stream().map(image -> scaled(image, 0.5f)).toList();
    float[] strong = model.featuresOfBatch(images).getFirst();
    float[] weak = model.featuresOfBatch(faint).getFirst();
    float[] seen = model.features(images).getFirst();
    float[] seenFaint = model.features(faint).getFirst();
    assertThat(distance(strong, weak)).isLessThan(0.25 * distance(seen, seenFaint));
  }

  private static double distance(float[] a, float[] b) {
    return Math.sqrt(IntStream.range(0, a.length).mapToDouble(i -> square(a[i] - b[i])).sum());
  }

  private static double square(double x) {
    return x * x;
  }

  private static Image scaled(Image image, float factor) {
    float[] pixels = image.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] *= factor;
    }
    return Image.of(1, 32, 32, pixels, image.range());
  }

  @Test
  void imagesOfAnotherSizeAreResizedInEightBits() {
    byte[] levels = new byte[28 * 28];
    random.nextBytes(levels);
    Image small = Image.ofBytes(1, 28, 28, levels, ValueRange.UNIT);
    Image prepared = ImagePreparation.toModel(small, model.modelPackage().spec().image());
    assertThat(prepared.width()).isEqualTo(32);
    assertThat(model.features(List.of(small)).getFirst())
        .isEqualTo(model.features(List.of(prepared)).getFirst());
  }

  @Test
  void reconstructionsAreDecodedFeaturesAndCostTheLayersOnce() {
    Image picture = picture(1);
    Reconstruction one = reconstruct(picture, 1);
    assertThat(one.image()).isEqualTo(reconstruct(picture, 2).image());
    assertThat(one.mse()).isPositive();
    assertThat(one.activity().layers())
        .extracting(layer -> layer.layer().graph())
        .containsOnly(GraphRole.FEATURES, GraphRole.DECODER);
    assertThat(one.activity().layers()).hasSize(4 + 1 + 1 + 3 + 2);
    assertThat(one.activity().operations().accumulates()).isZero();
  }

  private static Reconstruction reconstruct(Image picture, long seed) {
    ReconstructTask task = new ReconstructTask(picture, new ImageSeed(seed, 0));
    return model.reconstruct(List.of(task)).getFirst();
  }

  @Test
  void nothingIsGenerated() {
    assertThatThrownBy(() -> model.generate(List.of(new GenerateTask(new ImageSeed(1, 0)))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("does not offer generate, only [reconstruct]");
  }

  @Test
  void anEmptyBatchGivesNothing() {
    assertThat(model.features(List.of())).isEmpty();
    assertThat(model.featuresOfBatch(List.of())).isEmpty();
    assertThat(model.reconstruct(List.of())).isEmpty();
  }

  private List<Image> pictures(int count) {
    return IntStream.range(0, count).mapToObj(_ -> picture(1)).toList();
  }

  private Image picture(float contrast) {
    float[] pixels = new float[32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = contrast * (2 * random.nextFloat() - 1);
    }
    return Image.of(1, 32, 32, pixels, ValueRange.SIGNED_UNIT);
  }
}
