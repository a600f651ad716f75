package io.spikelet.training.family.spikingdiffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.pairing.StillImages;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.Trainable.Phase;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Tests for {@link SpikingDiffusionTraining}. */
class SpikingDiffusionTrainingTests {

  private static final int SIDE = 8;
  private static final int SAMPLES = 8;
  private static final int STEPS = 40;

  private static final String SMALL =
      """
      image-size=8
      widths=6,8
      code-size=4
      codes=10
      time-steps=4
      denoiser-widths=8,8,8
      denoiser-time-steps=3
      revive-every=10
      epochs=2
      autoencoder-epochs=1
      """;

  private static final ImageSet IMAGES = new StillImages(new int[] {0, 60, 255, 10}, 2);

  @Test
  void autoencoderLearnsFirstAndIsThenLeftAlone() {
    try (Trainable network = network(SMALL);
        PointerScope _ = new PointerScope();
        Optimiser optimiser = network.optimiser(plan(SMALL))) {
      double first = step(network, optimiser, 0).getOrDefault("mse", Double.NaN);
      double last = 0;
      for (int step = 1; step < STEPS; step++) {
        last = step(network, optimiser, step).getOrDefault("mse", Double.NaN);
      }
      assertThat(last).isLessThan(0.7 * first);
      step(network, optimiser, STEPS);
      Map<String, float[]> learnt =
          weights(network, "encoder", "decoder", "generator", "quantiser");
      double loss = 0;
      for (int step = STEPS + 1; step < 2 * STEPS; step++) {
        loss = step(network, optimiser, step).getOrDefault("loss", Double.NaN);
      }
      assertThat(loss).isPositive();
      weights(network, "encoder", "decoder", "generator", "quantiser")
          .forEach((name, values) -> assertThat(values).as(name).isEqualTo(learnt.get(name)));
    }
  }

  @Test
  void denoiserLearnsTheCodesOfItsImages() {
    try (Trainable network = network(SMALL);
        PointerScope _ = new PointerScope();
        Optimiser optimiser = network.optimiser(plan(SMALL))) {
      double[] losses = new double[90];
      for (int i = 0; i < losses.length; i++) {
        int step = STEPS + 1 + i % (STEPS - 1);
        losses[i] = step(network, optimiser, step).getOrDefault("loss", Double.NaN);
      }
      double before = Arrays.stream(losses, 0, 15).average().orElseThrow();
      double after = Arrays.stream(losses, 75, 90).average().orElseThrow();
      assertThat(after).isLessThan(0.8 * before);
    }
  }

  @Test
  void eachPhaseHasItsOwnSchedule() {
    try (Trainable network = network(SMALL)) {
      assertThat(network.phase(0, 5)).isEqualTo(new Phase(0, 1));
      assertThat(network.phase(1, 5)).isEqualTo(new Phase(1, 4));
      assertThat(network.phase(4, 5)).isEqualTo(new Phase(1, 4));
    }
  }

  @Test
  void newNumbersOfTheCodesChangeNoImage() {
    try (Trainable network = network(SMALL);
        PointerScope _ = new PointerScope();
        Optimiser optimiser = network.optimiser(plan(SMALL))) {
      step(network, optimiser, 0);
      Image before = reconstruction(published(network));
      float[] codebook = weights(network, "quantiser.codebook").get("quantiser.codebook");
      optimiser.step(0);
      network.step(batch(STEPS));
      assertThat(weights(network, "quantiser.codebook").get("quantiser.codebook"))
          .containsExactlyInAnyOrder(codebook)
          .isNotEqualTo(codebook);
      assertThat(reconstruction(published(network))).isEqualTo(before);
    }
  }

  @Test
  void packageGeneratesAndTrainingGoesOnFromIt() {
    try (Trainable network = network(SMALL);
        PointerScope _ = new PointerScope();
        Optimiser optimiser = network.optimiser(plan(SMALL))) {
      for (int step = 0; step < 20; step++) {
        step(network, optimiser, step);
      }
      step(network, optimiser, STEPS);
      ModelPackage published = published(network);
      try (ImageModel model = ModelLoader.load(published);
          Trainable other = network(SMALL)) {
        Image drawn =
            model.generate(List.of(new GenerateTask(new ImageSeed(1, 0)))).getFirst().image();
        assertThat(drawn.range()).isEqualTo(ValueRange.CENTRED_UNIT);
        other.start(GraphWeights.of(published), new Batches());
        float[] expected = reconstruction(published).pixels();
        float[] found = reconstruction(published(other)).pixels();
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).isCloseTo(expected[i], within(1e-3f));
        }
      }
    }
  }

  @Test
  void denoiserThatGoesOnKeepsTheNumbersOfTheCodes() {
    try (Trainable network = network(SMALL);
        Trainable other = network(SMALL + "autoencoder-epochs=0\n");
        PointerScope _ = new PointerScope()) {
      other.start(GraphWeights.of(published(network)), new Batches());
      float[] before = weights(other, "quantiser.codebook").get("quantiser.codebook");
      other.step(batch(0));
      assertThat(weights(other, "quantiser.codebook").get("quantiser.codebook"))
          .containsExactly(before);
    }
  }

  @Test
  void runWithoutEpochsForTheDenoiserPublishesTheAutoencoder() {
    String settings = SMALL + "autoencoder-epochs=2\n";
    try (Trainable network = network(settings);
        PointerScope _ = new PointerScope()) {
      assertThat(published(network).spec().capabilities())
          .containsExactlyInAnyOrder(Capability.RECONSTRUCT, Capability.LATENTS, Capability.DECODE);
    }
  }

  @Test
  void mistakesInSettingsAreNamed() {
    assertThatThrownBy(() -> network(SMALL + "autoencoder-epochs=3"))
        .hasMessageContaining("autoencoder-epochs must be at most epochs, which are 2, not 3");
    assertThatThrownBy(() -> network(SMALL + "image-size=30"))
        .hasMessageContaining("image-size must be a multiple of 4, not 30");
    assertThatThrownBy(() -> network(SMALL + "denoiser-widths=8,x"))
        .hasMessageContaining("denoiser-widths must be whole numbers")
        .hasMessageContaining("'8,x'");
    assertThatThrownBy(() -> network(SMALL + "denoiser-time-steps=1"))
        .hasMessageContaining("denoiser-time-steps must be at least 2, not 1");
  }

  @Test
  void varianceIsThatOfAllPixels() {
    // Levels 0, 60, 255, 10, each 784 times.
    double[] levels = {0, 60 / 255.0, 1, 10 / 255.0};
    double mean = IntStream.range(0, 4).mapToDouble(i -> levels[i]).average().orElseThrow();
    double squares = IntStream.range(0, 4).mapToDouble(i -> Math.pow(levels[i] - mean, 2)).sum();
    double count = 4 * 784;
    assertThat(PixelVariance.of(IMAGES)).isCloseTo(squares * 784 / (count - 1), within(1e-12));
  }

  private static ModelPackage published(Trainable network) {
    return Unpublished.of(
        ModelFamily.SPIKING_DIFFUSION, network.export(WeightStorage.FLOAT32), Map.of());
  }

  private static Image reconstruction(ModelPackage published) {
    float[] first = Arrays.copyOf(TensorMemory.floats(images()), SIDE * SIDE);
    Image image = Image.of(1, SIDE, SIDE, first, ValueRange.CENTRED_UNIT);
    try (ImageModel model = ModelLoader.load(published)) {
      ReconstructTask task = new ReconstructTask(image, new ImageSeed(1, 0));
      return model.reconstruct(List.of(task)).getFirst().image();
    }
  }

  private static Map<String, float[]> weights(Trainable network, String... prefixes) {
    Map<String, float[]> weights = new HashMap<>();
    for (Parameter parameter : network.state().parameters()) {
      for (String prefix : prefixes) {
        if (parameter.name().startsWith(prefix)) {
          weights.put(parameter.name(), TensorMemory.floats(parameter.value()));
        }
      }
    }
    return weights;
  }

  private static Trainable network(String text) {
    Settings settings = Settings.parse(text);
    Trainable network =
        new SpikingDiffusion()
            .create(settings, TrainingPlan.from(settings, 0.001), Networks.surroundings(1, 2));
    network.prepare(IMAGES);
    return network;
  }

  private static TrainingPlan plan(String text) {
    return TrainingPlan.from(Settings.parse(text), 0.001);
  }

  private static Map<String, Double> step(Trainable network, Optimiser optimiser, int step) {
    Map<String, Double> losses = network.step(batch(step));
    optimiser.step(0.01);
    return losses;
  }

  /** A batch of a run of two epochs of {@link #STEPS} steps each. */
  private static Batch batch(int step) {
    int[] numbers = IntStream.range(0, SAMPLES).toArray();
    return new Batch(images(), numbers, numbers, step, step / (2.0 * STEPS), 0.01);
  }

  /** A dark left and a bright right side, the border elsewhere in every image; a little noise. */
  private static Tensor images() {
    float[] noise =
        RandomStream.of(new ImageSeed(2, 0)).uniforms(Purpose.SHUFFLE, SAMPLES * SIDE * SIDE);
    float[] pixels = new float[noise.length];
    for (int i = 0; i < pixels.length; i++) {
      boolean bright = i % SIDE > i / (SIDE * SIDE);
      pixels[i] = (bright ? 0.4f : -0.5f) + 0.1f * noise[i];
    }
    return TensorMemory.tensor(pixels, SAMPLES, 1, SIDE, SIDE);
  }

  /** The images of a batch as a data set. */
  private record Batches() implements ImageSet {

    @Override
    public int size() {
      return SAMPLES;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int height() {
      return SIDE;
    }

    @Override
    public int width() {
      return SIDE;
    }

    @Override
    public int label(int index) {
      return NO_LABEL;
    }

    @Override
    public byte[] pixels(int index) {
      float[] all = TensorMemory.floats(images());
      byte[] levels = new byte[SIDE * SIDE];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = ValueRange.CENTRED_UNIT.toByte(all[index * levels.length + i]);
      }
      return levels;
    }

    @Override
    public List<String> labels() {
      return List.of();
    }

    @Override
    public String digest() {
      return "sha256:none";
    }
  }
}
