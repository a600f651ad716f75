package io.spikelet.runtime.generator;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelSpec;
import java.util.Optional;

/**
 * What a package's golden sample is the answer to: a seed alone, or, where the model needs
 * something to see or to hear, a test card or a tone that rises from 200 to 2,000 Hz in half a
 * second.
 */
public sealed interface GoldenTask {

  /** Of a model that draws from a seed alone. */
  record Drawn(GenerateTask task) implements GoldenTask {}

  /** Of a model that has to see something. */
  record Seen(ReconstructTask task) implements GoldenTask {}

  /** Of a model that has to hear something. */
  record Heard(SoundTask task) implements GoldenTask {}

  /** The task of a package; empty if it makes no images. */
  static Optional<GoldenTask> of(ModelSpec spec, long seed) {
    ImageSeed first = new ImageSeed(seed, 0);
    if (spec.offers(Capability.GENERATE)) {
      return Optional.of(new Drawn(new GenerateTask(first)));
    }
    if (spec.offers(Capability.RECONSTRUCT)) {
      return Optional.of(new Seen(new ReconstructTask(card(spec.image()), first)));
    }
    if (spec.offers(Capability.AUDIO_TO_IMAGE)) {
      return Optional.of(new Heard(new SoundTask(risingTone(), first)));
    }
    return Optional.empty();
  }

  /** Brighter to the lower right, with a white square in the middle. */
  private static Image card(ImageSpec spec) {
    float low = spec.range().low();
    float width = spec.range().high() - low;
    float[] pixels = new float[spec.values()];
    for (int i = 0; i < pixels.length; i++) {
      int y = i / spec.width() % spec.height();
      int x = i % spec.width();
      boolean square = inMiddle(y, spec.height()) && inMiddle(x, spec.width());
      float slope = (float) (x + y) / (spec.height() + spec.width());
      pixels[i] = low + width * (square ? 1 : slope);
    }
    return Image.of(spec.channels(), spec.height(), spec.width(), pixels, spec.range());
  }

  private static boolean inMiddle(int place, int size) {
    return place >= size / 3 && place < size - size / 3;
  }

  private static Sound risingTone() {
    int rate = 8_000;
    float[] samples = new float[rate / 2];
    for (int i = 0; i < samples.length; i++) {
      double seconds = (double) i / rate;
      double turns = 200 * seconds + (2_000 - 200) * seconds * seconds;
      samples[i] = (float) (0.5 * StrictMath.sin(2 * Math.PI * turns));
    }
    return Sound.of(samples, rate);
  }
}
