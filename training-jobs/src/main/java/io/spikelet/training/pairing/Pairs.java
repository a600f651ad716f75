package io.spikelet.training.pairing;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Split;
import java.util.List;

/** Which image each sound is paired with. */
public final class Pairs {

  private final ImageSet images;
  private final PairedImages paired;
  private final Pairing pairing;
  private final int seed;
  private final int[] typical;

  /**
   * Pairs sounds with images.
   *
   * @param labels the sounds' classes
   * @param seed of the random choice
   * @throws io.spikelet.training.run.RunException if the images have other classes
   */
  public Pairs(ImageSet images, List<String> labels, Pairing pairing, int seed) {
    this.images = images;
    this.paired = new PairedImages(images, labels);
    this.pairing = pairing;
    this.seed = seed;
    this.typical = paired.typical();
  }

  /** As the settings say, with images that an autoencoder can read. */
  public static Pairs open(
      ListeningSettings settings, ImageSpec read, List<String> labels, int seed) {
    DatasetSource source = DatasetSource.parse(settings.images());
    ImageSet images = source.open(Split.TRAIN, Preprocessing.of(source.name(), read.height()));
    return new Pairs(images, labels, settings.pairing(), seed);
  }

  /** The image that a sound is paired with. */
  public int image(int sound, int label) {
    return switch (pairing) {
      case PER_DIGIT -> typical[label];
      case PER_UTTERANCE -> paired.random(label, sound, seed);
    };
  }

  /** The images that sounds of a class may be paired with. */
  public List<Integer> candidates(int label) {
    return switch (pairing) {
      case PER_DIGIT -> List.of(typical[label]);
      case PER_UTTERANCE -> paired.of(label);
    };
  }

  /** How many classes there are. */
  public int classes() {
    return typical.length;
  }

  /** The levels of an image, {@code [C, H, W]}. Not copied: read only. */
  byte[] levels(int image) {
    return images.pixels(image);
  }

  /** An image in the form in which an autoencoder reads it. */
  public Image shown(int image, ImageSpec read) {
    return Image.ofBytes(
        read.channels(), read.height(), read.width(), images.pixels(image), read.range());
  }
}
