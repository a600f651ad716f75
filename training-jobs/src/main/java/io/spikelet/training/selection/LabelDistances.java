package io.spikelet.training.selection;

import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.EvenChoice;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.run.RunException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far each label's generated images are from real ones: their {@link EnergyDistance} in the
 * space of pixels, levels from 0 to 1.
 */
final class LabelDistances {

  /** Two images, of which the distance is one difference, are the least. */
  private static final int LEAST = 2;

  private final List<EnergyDistance> distances; // (label)

  private LabelDistances(List<EnergyDistance> distances) {
    this.distances = distances;
  }

  /**
   * Distances from a set's images.
   *
   * @param atMost images of each label, evenly chosen; fewer where there are not so many
   * @throws RunException if a label has fewer than two images
   */
  static LabelDistances from(ImageSet images, int atMost) {
    return new LabelDistances(
        IntStream.range(0, images.labels().size())
            .mapToObj(label -> from(images, label, atMost))
            .toList());
  }

  private static EnergyDistance from(ImageSet images, int label, int atMost) {
    int[] chosen = EvenChoice.ofClass(images, label, atMost);
    if (chosen.length < LEAST) {
      throw new RunException(
          "the data must have %d or more images of each label, but of '%s' it has %d"
              .formatted(LEAST, images.labels().get(label), chosen.length));
    }
    float[] pixels = new float[chosen.length * images.pixelCount()];
    BatchFiller.plain(images, ValueRange.UNIT).fill(chosen, 0, chosen.length, 0, pixels);
    return new EnergyDistance(pixels, images.pixelCount());
  }

  /**
   * The distance of a label's generated images.
   *
   * @param images {@code [n, pixels]}, row-major, levels from 0 to 1
   */
  double of(int label, float[] images) {
    return distances.get(label).to(images);
  }
}
