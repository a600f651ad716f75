package io.spikelet.runtime.generator.spikingautoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.InvalidTaskParameterException;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.generator.leaky.Brightness;
import io.spikelet.runtime.generator.leaky.DecoderByHand;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.PoissonSampler;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.runtime.spike.SynapticOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link SpikingAutoencoderModel}. */
class SpikingAutoencoderModelTests {

  private static final int STEPS = 6;
  private static final int HIDDEN = 5;
  private static final int PIXELS = 64;

  private static ImageModel model;

  private final Random random = new Random(4);
  private final ImageSeed seed = new ImageSeed(17, 3);
  private final Image picture = picture();

  @BeforeAll
  static void load() {
    model = ModelLoader.load(TestPackages.pull(TestPackages.SPIKING_AUTOENCODER));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void reconstructionsHaveTheSameBitsInAnyBatch() {
    List<ReconstructTask> tasks =
        IntStream.range(0, 20)
            .mapToObj(i -> task(picture(), new ImageSeed(i, i % 3), 1 + i % STEPS))
            .toList();
    List<Reconstruction> together = model.reconstruct(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      Reconstruction alone = reconstruct(tasks.get(i));
      assertThat(together.get(i).image()).isEqualTo(alone.image());
      assertThat(together.get(i).mse()).isEqualTo(alone.mse());
      assertThat(together.get(i).spikeError()).isEqualTo(alone.spikeError());
      assertThat(together.get(i).activity()).isEqualTo(alone.activity());
    }
    assertThat(together.stream().map(Reconstruction::image).distinct()).hasSizeGreaterThan(10);
  }

  @Test
  void stepsHaveTheBitsOfWholeRuns() {
    List<PartialImage> shown = new ArrayList<>();
    Reconstruction last = watched(STEPS, shown);
    assertThat(shown).hasSize(STEPS);
    for (int steps = 1; steps <= STEPS; steps++) {
      Reconstruction ended = reconstruct(task(picture, seed, steps));
      PartialImage partial = shown.get(steps - 1);
      assertThat(partial.step()).isEqualTo(steps - 1);
      assertThat(partial.image()).isEqualTo(ended.image());
      assertThat(partial.activity()).isEqualTo(ended.activity());
    }
    Reconstruction whole = reconstruct(new ReconstructTask(picture, seed));
    assertThat(last.image()).isEqualTo(whole.image());
    assertThat(last.spikeError()).isEqualTo(whole.spikeError());
    assertThat(last.activity()).isEqualTo(whole.activity());
  }

  @Test
  void watcherWhoLeavesEndsTheImage() {
    List<PartialImage> shown = new ArrayList<>();
    Reconstruction left = watched(3, shown);
    Reconstruction ended = reconstruct(task(picture, seed, 3));
    assertThat(shown).hasSize(3);
    assertThat(left.image()).isEqualTo(ended.image());
    assertThat(left.spikeError()).isEqualTo(ended.spikeError());
    assertThat(left.activity()).isEqualTo(ended.activity());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, STEPS})
  void imageAndCountsAreThoseOfItsSpikeTrains(int steps) {
    SpikeTrain input = input(steps);
    SpikeTrain hidden = latents().spikes().first(steps);
    float[] counts = DecoderByHand.counts(model.modelPackage(), hidden);
    Reconstruction drawn = reconstruct(task(picture, seed, steps));
    assertThat(drawn.image().pixels()).containsExactly(Brightness.ofCounts(counts));

    List<LayerActivity> layers = drawn.activity().layers();
    long fired = DecoderByHand.spikes(counts);
    assertThat(layers)
        .extracting(layer -> layer.layer().name(), LayerActivity::spikes, LayerActivity::taps)
        .containsExactly(
            tuple("input", input.count(), 0L),
            tuple("encoder.0", hidden.count(), input.count()),
            tuple("decoder.0", fired, hidden.count()));
    long neurons = (long) (PIXELS + HIDDEN + PIXELS) * steps;
    assertThat(drawn.activity().operations())
        .isEqualTo(
            new SynapticOperations(
                input.count() * HIDDEN + hidden.count() * PIXELS,
                0,
                2L * PIXELS * HIDDEN * steps,
                input.count() + hidden.count() + fired,
                neurons));
  }

  @Test
  void latentsOfAnImageDecodeToItsReconstruction() {
    LatentSpikes latents = latents();
    assertThat(latents.spikes().timeSteps()).isEqualTo(STEPS);
    assertThat(latents.spikes().neurons()).isEqualTo(HIDDEN);
    GeneratedImage decoded = model.decode(List.of(new DecodeTask(latents.spikes()))).getFirst();
    Reconstruction direct = reconstruct(new ReconstructTask(picture, seed));
    assertThat(decoded.image()).isEqualTo(direct.image());
    assertThat(latents.activity().and(decoded.activity())).isEqualTo(direct.activity());
  }

  @Test
  void timeStepsAreAtMostTheModels() {
    assertThatThrownBy(() -> reconstruct(task(picture, seed, STEPS + 1)))
        .isInstanceOf(InvalidTaskParameterException.class)
        .hasMessageContaining("from 1 to 6");
  }

  @Test
  void thereIsNoPriorToDrawFrom() {
    assertThatThrownBy(() -> model.generate(List.of(new GenerateTask(seed))))
        .isInstanceOf(UnsupportedCapabilityException.class);
    assertThatThrownBy(() -> model.latents(List.of(new LatentTask(null, seed))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageContaining("does not offer generate");
  }

  private Reconstruction watched(int steps, List<PartialImage> shown) {
    StepwiseTask<ReconstructTask> task =
        new StepwiseTask<>(
            new ReconstructTask(picture, seed),
            partial -> {
              shown.add(partial);
              return shown.size() < steps;
            });
    return model.reconstructStepwise(List.of(task)).getFirst();
  }

  private LatentSpikes latents() {
    return model.latents(List.of(new LatentTask(picture, seed))).getFirst();
  }

  private SpikeTrain input(int steps) {
    return PoissonSampler.sample(
        picture.pixels(), RandomStream.of(seed), Purpose.INPUT_SPIKES, steps);
  }

  private static Reconstruction reconstruct(ReconstructTask task) {
    return model.reconstruct(List.of(task)).getFirst();
  }

  private static ReconstructTask task(Image image, ImageSeed seed, int steps) {
    Map<String, String> values = Map.of(TaskParameters.TIME_STEPS, Integer.toString(steps));
    return new ReconstructTask(image, seed, new TaskParameters(values));
  }

  private Image picture() {
    float[] pixels = new float[PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return Image.of(1, 8, 8, pixels, ValueRange.UNIT);
  }
}
