package io.spikelet.runtime.generator;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelSpec;
import java.util.List;
import java.util.Optional;

/**
 * The image of a package's golden sample: what the model draws from a seed, or, where it needs
 * something to see or to hear, of a test card or a tone that rises from 200 to 2,000 Hz in half a
 * second.
 */
public final class GoldenPicture {

  private static final int RATE = 8_000;
  private static final double LOWEST = 200;
  private static final double HIGHEST = 2_000;

  private GoldenPicture() {}

  /** Draws it; empty for a model that makes no images. */
  public static Optional<Image> draw(ImageModel model, long seed) {
    ModelSpec spec = model.modelPackage().spec();
    if (spec.offers(Capability.GENERATE)) {
      return Optional.of(model.generate(List.of(drawn(seed))).getFirst().image());
    }
    if (spec.offers(Capability.RECONSTRUCT)) {
      return Optional.of(model.reconstruct(List.of(seen(spec, seed))).getFirst().image());
    }
    if (spec.offers(Capability.AUDIO_TO_IMAGE)) {
      return Optional.of(model.audioToImage(List.of(heard(seed))).getFirst().drawn().image());
    }
    return Optional.empty();
  }

  /** The task of a model that draws from a seed alone. */
  public static GenerateTask drawn(long seed) {
    return new GenerateTask(new ImageSeed(seed, 0));
  }

  /** The task of a model that has to see something. */
  public static ReconstructTask seen(ModelSpec spec, long seed) {
    return new ReconstructTask(card(spec.image()), new ImageSeed(seed, 0));
  }

  /** The task of a model that has to hear something. */
  public static SoundTask heard(long seed) {
    return new SoundTask(risingTone(), new ImageSeed(seed, 0));
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
    float[] samples = new float[RATE / 2];
    for (int i = 0; i < samples.length; i++) {
      double seconds = (double) i / RATE;
      double turns = LOWEST * seconds + (HIGHEST - LOWEST) * seconds * seconds;
      samples[i] = (float) (0.5 * StrictMath.sin(2 * Math.PI * turns));
    }
    return Sound.of(samples, RATE);
  }
}
