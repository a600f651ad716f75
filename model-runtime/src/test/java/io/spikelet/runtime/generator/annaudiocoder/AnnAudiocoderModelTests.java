package io.spikelet.runtime.generator.annaudiocoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.spike.SynapticOperations;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link AnnAudiocoderModel}. */
class AnnAudiocoderModelTests {

  private static ImageModel model;

  private final Random random = new Random(4);

  @BeforeAll
  static void load() {
    // The golden sample is replayed here.
    model = ModelLoader.load(TestPackages.pull(TestPackages.ANN_AUDIOCODER));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void imagesHaveTheSameBitsInAnyBatch() {
    List<SoundTask> tasks =
        IntStream.range(0, 37).mapToObj(i -> new SoundTask(sound(), new ImageSeed(i, 0))).toList();
    List<SoundImage> together = model.audioToImage(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      SoundImage alone = model.audioToImage(List.of(tasks.get(i))).getFirst();
      assertThat(together.get(i).drawn().image()).isEqualTo(alone.drawn().image());
      assertThat(together.get(i).spectrogram()).isEqualTo(alone.spectrogram());
    }
    assertThat(together.stream().map(image -> image.drawn().image()).distinct())
        .hasSize(tasks.size());
  }

  @Test
  void soundIsShownAsItWasHeardAndThereAreNoSpikes() {
    SoundImage heard = model.audioToImage(List.of(task())).getFirst();
    assertThat(heard.spectrogram().height()).isEqualTo(6);
    assertThat(heard.spectrogram().width()).isEqualTo(8);
    assertThat(heard.drawn().image().height()).isEqualTo(28);
    assertThat(heard.hidden()).isEmpty();
  }

  @Test
  void everyLayerIsMultipliedOnceAndNothingSpikes() {
    SynapticOperations operations =
        model.audioToImage(List.of(task())).getFirst().drawn().activity().operations();
    assertThat(operations.multiplyAccumulates()).isEqualTo(48 * 10 + 10 * 12 + 12 * 784);
    assertThat(operations.accumulates()).isZero();
    assertThat(operations.spikes()).isZero();
  }

  @Test
  void spikeTrainsAreRefusedWithTheReason() {
    SpikeTrain spikes = SpikeTrain.builder(1, 1, 12).build();
    assertThatThrownBy(() -> model.latentsOfSounds(List.of(task())))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageContaining("does not offer latents, only [audio-to-image]")
        .hasMessageEndingWith("it is an ordinary network and has no spike trains");
    assertThatThrownBy(() -> model.decode(List.of(new DecodeTask(spikes))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("it is an ordinary network and has no spike trains");
  }

  @Test
  void imagesAreNotReconstructed() {
    var picture = model.audioToImage(List.of(task())).getFirst().drawn().image();
    ReconstructTask task = new ReconstructTask(picture, new ImageSeed(1, 0));
    assertThatThrownBy(() -> model.reconstruct(List.of(task)))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("does not offer reconstruct, only [audio-to-image]");
  }

  @Test
  void anEmptyBatchGivesNothing() {
    assertThat(model.audioToImage(List.of())).isEmpty();
  }

  private SoundTask task() {
    return new SoundTask(sound(), new ImageSeed(1, 0));
  }

  private Sound sound() {
    float[] samples = new float[2_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextFloat() - 0.5f;
    }
    return Sound.of(samples, 8_000);
  }
}
