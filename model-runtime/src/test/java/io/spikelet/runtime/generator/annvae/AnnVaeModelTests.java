package io.spikelet.runtime.generator.annvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.runtime.spike.SynapticOperations;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link AnnVaeModel}. */
class AnnVaeModelTests {

  private static ImageModel model;
  private static ModelSpec spec;

  private final Random random = new Random(4);

  @BeforeAll
  static void load() {
    model = ModelLoader.load(TestPackages.annVae());
    spec = model.modelPackage().spec();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void imagesHaveTheSameBitsAloneAndInAnyBatch() {
    List<ImageSeed> seeds = seeds(40);
    List<GeneratedImage> together = model.generate(seeds.stream().map(GenerateTask::new).toList());
    for (int i = 0; i < seeds.size(); i++) {
      var alone = model.generate(List.of(new GenerateTask(seeds.get(i)))).getFirst();
      assertThat(together.get(i).image()).isEqualTo(alone.image());
    }
    assertThat(together.stream().map(GeneratedImage::image).distinct()).hasSize(seeds.size());
  }

  @Test
  void reconstructionsHaveTheSameBitsInAnyBatch() {
    List<ReconstructTask> tasks =
        seeds(21).stream().map(seed -> new ReconstructTask(picture(), seed)).toList();
    List<Reconstruction> together = model.reconstruct(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      Reconstruction alone = model.reconstruct(List.of(tasks.get(i))).getFirst();
      assertThat(together.get(i).image()).isEqualTo(alone.image());
      assertThat(together.get(i).mse()).isEqualTo(alone.mse());
    }
  }

  @Test
  void reconstructionDecodesTheMeanWithTheImagesOwnNoise() {
    ImageSeed seed = new ImageSeed(11, 2);
    Image picture = picture();
    float[] pixels = picture.pixels();
    float[] noise = RandomStream.of(seed).normals(Purpose.POSTERIOR_NORMAL, spec.latentSize());
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph encoder = engine.open(model.modelPackage().graph(GraphRole.ENCODER));
        OnnxGraph decoder = engine.open(model.modelPackage().graph(GraphRole.DECODER))) {
      var posterior = encoder.run(Map.of("image", Tensor.of(pixels, 1, 1, 32, 32)));
      float[] code = new float[noise.length];
      for (int d = 0; d < code.length; d++) {
        double deviation = Math.exp(posterior.floats("log_variance").data()[d] / 2.0);
        code[d] = (float) (posterior.floats("mean").data()[d] + deviation * noise[d]);
      }
      float[] expected =
          decoder.run(Map.of("latent", Tensor.of(code, 1, code.length))).floats("image").data();
      float[] found =
          model
              .reconstruct(List.of(new ReconstructTask(picture, seed)))
              .getFirst()
              .image()
              .pixels();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void everyLayerIsMultipliedOnceAndNothingSpikes() {
    NetworkActivity drawn =
        model.generate(List.of(new GenerateTask(new ImageSeed(1, 0)))).getFirst().activity();
    NetworkActivity both =
        model
            .reconstruct(List.of(new ReconstructTask(picture(), new ImageSeed(1, 0))))
            .getFirst()
            .activity();
    SynapticOperations operations = both.operations();
    assertThat(operations.accumulates()).isZero();
    assertThat(operations.spikes()).isZero();
    assertThat(operations.firingRate()).isZero();
    assertThat(operations.multiplyAccumulates())
        .isEqualTo(spec.layers().stream().mapToLong(LayerSpec::denseMacs).sum())
        .isEqualTo(operations.dense())
        .isEqualTo(both.annMultiplyAccumulates())
        .isGreaterThan(drawn.operations().multiplyAccumulates());
    assertThat(drawn.layers())
        .allMatch(layer -> layer.layer().graph() == GraphRole.DECODER)
        .isNotEmpty();
  }

  @Test
  void spikeTrainsAreRefusedWithTheReason() {
    SpikeTrain spikes = SpikeTrain.builder(1, 1, spec.latentSize()).build();
    assertThatThrownBy(() -> model.latents(List.of(new LatentTask(null, new ImageSeed(1, 0)))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageContaining("does not offer latents, only [generate, reconstruct]")
        .hasMessageEndingWith("it is an ordinary network and has no spike trains");
    assertThatThrownBy(() -> model.decode(List.of(new DecodeTask(spikes))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("it is an ordinary network and has no spike trains");
    assertThatThrownBy(() -> model.classify(List.of(picture())))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("only [generate, reconstruct]");
  }

  @Test
  void emptyBatchesGiveNothing() {
    assertThat(model.generate(List.of())).isEmpty();
    assertThat(model.reconstruct(List.of())).isEmpty();
  }

  private Image picture() {
    float[] pixels = new float[spec.image().values()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 2 * random.nextFloat() - 1;
    }
    return Image.of(1, 32, 32, pixels, ValueRange.SIGNED_UNIT);
  }

  private List<ImageSeed> seeds(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ImageSeed(random.nextLong(ImageSeed.MAX_SEED), random.nextInt(1000)))
        .toList();
  }
}
