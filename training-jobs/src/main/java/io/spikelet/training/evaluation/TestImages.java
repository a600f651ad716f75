package io.spikelet.training.evaluation;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.EvenChoice;
import io.spikelet.training.dataset.ImageSet;
import java.util.List;
import java.util.stream.IntStream;

/** A data set's pictures as images of a model's size. */
public final class TestImages {

  private final ImageSpec spec;
  private final ImageSet set;

  private TestImages(ImageSpec spec, ImageSet set) {
    this.spec = spec;
    this.set = set;
  }

  /**
   * The images of a set.
   *
   * @throws EvaluationException if they are not of the model's size
   */
  public static TestImages of(ImageSpec spec, ImageSet set) {
    if (set.channels() != spec.channels()
        || set.height() != spec.height()
        || set.width() != spec.width()) {
      throw new EvaluationException(
          "the model's images are %dx%dx%d, but the test images %dx%dx%d"
              .formatted(
                  spec.channels(),
                  spec.height(),
                  spec.width(),
                  set.channels(),
                  set.height(),
                  set.width()));
    }
    return new TestImages(spec, set);
  }

  /** Both number the classes by their order, so it must be the same. */
  void requireClasses(List<String> labels) {
    if (!set.labels().equals(labels)) {
      throw new EvaluationException(
          "the model's classes are %s, but those of the test images %s"
              .formatted(labels, set.labels()));
    }
  }

  /** How many there are. */
  public int size() {
    return set.size();
  }

  /** Names of the classes, in the order of their numbers. */
  List<String> labels() {
    return set.labels();
  }

  int label(int index) {
    return set.label(index);
  }

  Image image(int index) {
    return image(set.pixels(index));
  }

  /** The images {@code from, ..., to - 1}, in the model's value range. */
  public List<Image> images(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::image).toList();
  }

  /**
   * Images of one label, evenly chosen.
   *
   * @param atMost how many; fewer where there are not so many
   * @throws EvaluationException if there are fewer than two
   */
  List<Image> ofLabel(int label, int atMost) {
    int[] chosen = EvenChoice.ofClass(set, label, atMost);
    if (chosen.length < 2) {
      throw new EvaluationException(
          "two or more test images of '%s' are needed, but there are %d"
              .formatted(set.labels().get(label), chosen.length));
    }
    return IntStream.of(chosen).mapToObj(this::image).toList();
  }

  /** Independent levels, each of the 256 equally likely; image k from the random stream (k, 0). */
  List<Image> noise(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::noise).toList();
  }

  private Image noise(int index) {
    float[] uniforms =
        RandomStream.of(new ImageSeed(index, 0))
            .uniforms(RandomStream.Purpose.AUGMENTATION, spec.values());
    byte[] levels = new byte[uniforms.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (uniforms[i] * 256);
    }
    return image(levels);
  }

  private Image image(byte[] levels) {
    return Image.ofBytes(spec.channels(), spec.height(), spec.width(), levels, spec.range());
  }
}
