package io.spikelet.runtime.generator.spikinggan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.MissingTaskParameterException;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.SpikeTimeSampler;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link SpikingGanModel}: 5 inputs, 7 hidden neurons, 64 pixels, 32 time steps. */
class SpikingGanModelTests {

  private static final int TIME_STEPS = 32;
  private static final TaskParameters ONE = new TaskParameters(Map.of(TaskParameters.LABEL, "one"));

  private static ImageModel model;

  @BeforeAll
  static void load() {
    model = ModelLoader.load(TestPackages.pull(TestPackages.SPIKING_GAN));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void imagesAndCountsHaveTheSameBitsAloneAndInAnyBatch() {
    List<GenerateTask> tasks =
        IntStream.range(0, 40).mapToObj(i -> new GenerateTask(new ImageSeed(9, i))).toList();
    List<GeneratedImage> together = model.generate(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      GeneratedImage alone = model.generate(List.of(tasks.get(i))).getFirst();
      assertThat(alone.image()).isEqualTo(together.get(i).image());
      assertThat(alone.label()).isEqualTo(together.get(i).label());
      assertThat(alone.activity()).isEqualTo(together.get(i).activity());
    }
    assertThat(together.stream().map(GeneratedImage::image).distinct()).hasSizeGreaterThan(20);
  }

  @Test
  void latentSpikesAreTheTimesOfTheSeedAndDecodeToItsImage() {
    for (int index = 0; index < 20; index++) {
      ImageSeed seed = new ImageSeed(4, index);
      LatentSpikes latent = model.latents(List.of(new LatentTask(null, seed))).getFirst();
      int[] times = SpikeTimeSampler.sample(RandomStream.of(seed), 5, TIME_STEPS);
      assertThat(latent.spikeTimes()).isEqualTo(Arrays.stream(times).boxed().toList());
      long fired = Arrays.stream(times).filter(time -> time < TIME_STEPS).count();
      assertThat(latent.activity().operations().spikes()).isEqualTo(fired);
      assertThat(Arrays.stream(latent.spikes().counts(0)).sum()).isEqualTo(fired);

      GeneratedImage decoded =
          model.decode(List.of(new DecodeTask(latent.spikes(), ONE))).getFirst();
      GeneratedImage drawn = model.generate(List.of(new GenerateTask(seed, ONE))).getFirst();
      assertThat(decoded.image()).isEqualTo(drawn.image());
      assertThat(decoded.activity()).isEqualTo(drawn.activity());
      assertThat(decoded.label()).isEqualTo(new Label(1, "One"));
    }
  }

  @Test
  void onlyTheFirstSpikeOfANeuronCounts() {
    SpikeTrain once = SpikeTrain.builder(TIME_STEPS, 1, 5).fire(3, 0, 1).fire(9, 0, 2).build();
    SpikeTrain again =
        SpikeTrain.builder(TIME_STEPS, 1, 5).fire(3, 0, 1).fire(9, 0, 2).fire(20, 0, 1).build();
    assertThat(model.decode(List.of(new DecodeTask(again, ONE))).getFirst().image())
        .isEqualTo(model.decode(List.of(new DecodeTask(once, ONE))).getFirst().image());
  }

  @Test
  void everySpikeCostsAnAccumulationInEachNeuronOfTheNextLayer() {
    for (int index = 0; index < 20; index++) {
      GenerateTask task = new GenerateTask(new ImageSeed(2, index), ONE);
      List<LayerActivity> layers = model.generate(List.of(task)).getFirst().activity().layers();
      assertThat(layers)
          .extracting(layer -> layer.layer().name())
          .containsExactly("input", "generator.0", "generator.1");
      assertThat(layers.get(0).accumulates()).isZero();
      assertThat(layers.get(1).accumulates()).isEqualTo(layers.get(0).spikes() * 7);
      assertThat(layers.get(2).accumulates()).isEqualTo(layers.get(1).spikes() * 64);
      assertThat(layers.get(0).spikes()).isBetween(0L, 5L);
      assertThat(layers.get(1).spikes()).isBetween(0L, 7L);
      assertThat(layers.get(2).spikes()).isBetween(0L, 64L);
    }
  }

  @Test
  void codesNeedALabelAndImagesAreNotTaken() {
    SpikeTrain silent = SpikeTrain.builder(TIME_STEPS, 1, 5).build();
    assertThatThrownBy(() -> model.decode(List.of(new DecodeTask(silent))))
        .isInstanceOf(MissingTaskParameterException.class);
    assertThatThrownBy(() -> model.reconstruct(List.of()))
        .isInstanceOf(UnsupportedCapabilityException.class);
  }
}
