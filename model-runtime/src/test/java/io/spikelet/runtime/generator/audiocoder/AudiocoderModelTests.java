package io.spikelet.runtime.generator.audiocoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spikelet.runtime.audio.Cochleagram;
import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.audio.SoundFiles;
import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.InvalidTaskParameterException;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.generator.leaky.Brightness;
import io.spikelet.runtime.generator.leaky.DecoderByHand;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.PoissonSampler;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link AudiocoderModel}. */
class AudiocoderModelTests {

  private static final int STEPS = 7;
  private static final int BETWEEN = 9;
  private static final int HIDDEN = 5;
  private static final int PIXELS = 64;

  private static ImageModel model;
  private static FrontEnd frontEnd;

  private final ImageSeed seed = new ImageSeed(17, 3);
  private final Sound sound = tone(500);

  @BeforeAll
  static void load() {
    model = ModelLoader.load(TestPackages.pull(TestPackages.AUDIOCODER));
    ModelSpec spec = model.modelPackage().spec();
    frontEnd = Objects.requireNonNull(spec.audio());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void imagesHaveTheSameBitsInAnyBatch() {
    List<SoundTask> tasks =
        IntStream.range(0, 20)
            .mapToObj(i -> task(tone(200 + 100 * i), new ImageSeed(i, i % 3), 1 + i % STEPS))
            .toList();
    List<SoundImage> together = model.audioToImage(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      assertSame(together.get(i), imagined(tasks.get(i)));
    }
    assertThat(together.stream().map(one -> one.drawn().image()).distinct()).hasSizeGreaterThan(10);
  }

  @Test
  void stepsHaveTheBitsOfWholeRuns() {
    List<PartialImage> shown = new ArrayList<>();
    SoundImage last = watched(STEPS, shown);
    assertThat(shown).hasSize(STEPS);
    for (int steps = 1; steps <= STEPS; steps++) {
      GeneratedImage ended = imagined(task(sound, seed, steps)).drawn();
      assertThat(shown.get(steps - 1).image()).isEqualTo(ended.image());
      assertThat(shown.get(steps - 1).activity()).isEqualTo(ended.activity());
    }
    assertSame(last, imagined(new SoundTask(sound, seed)));
  }

  @Test
  void watcherWhoLeavesEndsTheImage() {
    SoundImage left = watched(3, new ArrayList<>());
    assertSame(left, imagined(task(sound, seed, 3)));
    assertThat(left.hidden().orElseThrow().timeSteps()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, STEPS})
  void imageAndCountsAreThoseOfItsSpikeTrains(int steps) {
    float[] heard = Cochleagram.of(sound, frontEnd);
    SpikeTrain input =
        PoissonSampler.sample(heard, RandomStream.of(seed), Purpose.INPUT_SPIKES, steps);
    SpikeTrain hidden = latents().spikes().first(steps);
    float[] counts = DecoderByHand.counts(model.modelPackage(), hidden);
    SoundImage result = imagined(task(sound, seed, steps));
    assertThat(result.spectrogram().pixels()).containsExactly(heard);
    assertThat(result.hidden()).contains(hidden);
    assertThat(result.drawn().image().pixels()).containsExactly(Brightness.ofCounts(counts));

    List<LayerActivity> layers = result.drawn().activity().layers();
    long between = layers.get(1).spikes();
    assertThat(between).isBetween(1L, (long) BETWEEN * steps);
    assertThat(layers)
        .extracting(layer -> layer.layer().name(), LayerActivity::spikes, LayerActivity::taps)
        .containsExactly(
            tuple("input", input.count(), 0L),
            tuple("audio.0", between, input.count()),
            tuple("audio.1", hidden.count(), between),
            tuple("decoder.0", DecoderByHand.spikes(counts), hidden.count()));
    assertThat(result.drawn().activity().operations().accumulates())
        .isEqualTo(input.count() * BETWEEN + between * HIDDEN + hidden.count() * PIXELS);
    assertThat(result.drawn().activity().operations().dense())
        .isEqualTo(
            (long) (frontEnd.values() * BETWEEN + BETWEEN * HIDDEN + HIDDEN * PIXELS) * steps);
  }

  @Test
  void latentsOfASoundDecodeToItsImage() {
    LatentSpikes latents = latents();
    GeneratedImage decoded = model.decode(List.of(new DecodeTask(latents.spikes()))).getFirst();
    GeneratedImage direct = imagined(new SoundTask(sound, seed)).drawn();
    assertThat(decoded.image()).isEqualTo(direct.image());
    assertThat(latents.activity().and(decoded.activity())).isEqualTo(direct.activity());
  }

  @Test
  void soundHeardBeforeHasTheSameImage() {
    SoundTask heard = new SoundTask(sound, seed).prepared(frontEnd);
    assertThat(heard.prepared(frontEnd)).isSameAs(heard);
    assertSame(imagined(heard), imagined(new SoundTask(sound, seed)));
    FrontEnd other = new FrontEnd(8_000, 1, frontEnd.channels(), frontEnd.frames(), 0.004);
    SoundTask foreign = new SoundTask(sound, seed).prepared(other);
    assertThatThrownBy(() -> imagined(foreign)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timeStepsAreAtMostTheModels() {
    assertThatThrownBy(() -> imagined(task(sound, seed, STEPS + 1)))
        .isInstanceOf(InvalidTaskParameterException.class)
        .hasMessageContaining("from 1 to 7");
  }

  @Test
  void imagesAreNotWhatItHears() {
    assertThatThrownBy(() -> model.latents(List.of(new LatentTask(null, seed))))
        .isInstanceOf(UnsupportedCapabilityException.class);
  }

  private SoundImage watched(int steps, List<PartialImage> shown) {
    StepwiseTask<SoundTask> task =
        new StepwiseTask<>(
            new SoundTask(sound, seed),
            partial -> {
              shown.add(partial);
              return shown.size() < steps;
            });
    return model.audioToImageStepwise(List.of(task)).getFirst();
  }

  private LatentSpikes latents() {
    return model.latentsOfSounds(List.of(new SoundTask(sound, seed))).getFirst();
  }

  private static void assertSame(SoundImage found, SoundImage expected) {
    assertThat(found.drawn().image()).isEqualTo(expected.drawn().image());
    assertThat(found.drawn().activity()).isEqualTo(expected.drawn().activity());
    assertThat(found.spectrogram()).isEqualTo(expected.spectrogram());
    assertThat(found.hidden()).isEqualTo(expected.hidden());
  }

  private static SoundImage imagined(SoundTask task) {
    return model.audioToImage(List.of(task)).getFirst();
  }

  private static SoundTask task(Sound sound, ImageSeed seed, int steps) {
    Map<String, String> values = Map.of(TaskParameters.TIME_STEPS, Integer.toString(steps));
    return new SoundTask(sound, seed, new TaskParameters(values));
  }

  private static Sound tone(double frequency) {
    return Sound.of(SoundFiles.tone(frequency, 8_000, 4_000), 8_000);
  }
}
