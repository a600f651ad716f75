package io.spikelet.runtime.generator.annautoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.spike.SynapticOperations;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnknownParameterException;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link AnnAutoencoderModel}. */
class AnnAutoencoderModelTests {

  private static ImageModel model;

  private final Random random = new Random(4);

  @BeforeAll
  static void load() {
    // The golden sample is replayed here.
    model = ModelLoader.load(TestPackages.pull(TestPackages.ANN_AUTOENCODER));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void reconstructionsHaveTheSameBitsInAnyBatch() {
    List<ReconstructTask> tasks =
        IntStream.range(0, 37)
            .mapToObj(i -> new ReconstructTask(picture(), new ImageSeed(i, 0)))
            .toList();
    List<Reconstruction> together = model.reconstruct(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      Reconstruction alone = model.reconstruct(List.of(tasks.get(i))).getFirst();
      assertThat(together.get(i).image()).isEqualTo(alone.image());
      assertThat(together.get(i).mse()).isEqualTo(alone.mse());
    }
    assertThat(together.stream().map(Reconstruction::image).distinct()).hasSize(tasks.size());
  }

  @Test
  void nothingIsDrawnAtRandom() {
    Image picture = picture();
    assertThat(reconstruct(picture, 1).image()).isEqualTo(reconstruct(picture, 2).image());
  }

  @Test
  void everyLayerIsMultipliedOnceAndNothingSpikes() {
    Reconstruction drawn = reconstruct(picture(), 1);
    SynapticOperations operations = drawn.activity().operations();
    assertThat(operations.multiplyAccumulates()).isEqualTo(2 * 784 * 12);
    assertThat(operations.accumulates()).isZero();
    assertThat(operations.spikes()).isZero();
    assertThat(drawn.spikeError()).isEmpty();
    assertThat(drawn.activity().layers())
        .extracting(layer -> layer.layer().graph())
        .containsExactly(GraphRole.ENCODER, GraphRole.DECODER);
    assertThat(model.modelPackage().spec().layers()).noneMatch(LayerSpec::spiking);
  }

  @Test
  void spikeTrainsAreRefusedWithTheReason() {
    SpikeTrain spikes = SpikeTrain.builder(1, 1, 12).build();
    assertThatThrownBy(() -> model.latents(List.of(new LatentTask(picture(), seed()))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageContaining("does not offer latents, only [reconstruct]")
        .hasMessageEndingWith("it is an ordinary network and has no spike trains");
    assertThatThrownBy(() -> model.decode(List.of(new DecodeTask(spikes))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("it is an ordinary network and has no spike trains");
    assertThatThrownBy(() -> model.generate(List.of(new GenerateTask(seed()))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("does not offer generate, only [reconstruct]");
  }

  @Test
  void thereAreNoTimeStepsToChoose() {
    TaskParameters parameters = new TaskParameters(Map.of(TaskParameters.TIME_STEPS, "1"));
    assertThatThrownBy(
            () -> model.reconstruct(List.of(new ReconstructTask(picture(), seed(), parameters))))
        .isInstanceOf(UnknownParameterException.class);
  }

  @Test
  void anEmptyBatchGivesNothing() {
    assertThat(model.reconstruct(List.of())).isEmpty();
  }

  private static Reconstruction reconstruct(Image picture, long seed) {
    ReconstructTask task = new ReconstructTask(picture, new ImageSeed(seed, 0));
    return model.reconstruct(List.of(task)).getFirst();
  }

  private static ImageSeed seed() {
    return new ImageSeed(1, 0);
  }

  private Image picture() {
    float[] pixels = new float[784];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return Image.of(1, 28, 28, pixels, ValueRange.UNIT);
  }
}
