package io.spikelet.training.pairing;

import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.run.RunException;
import java.util.ArrayList;
import java.util.List;

/** Images by class, to pair sounds with. */
public final class PairedImages {

  private final ImageSet images;
  private final List<List<Integer>> ofLabel = new ArrayList<>();

  /**
   * Of images with the sounds' classes.
   *
   * @throws RunException if the classes differ, or one has no image
   */
  public PairedImages(ImageSet images, List<String> labels) {
    if (!images.labels().equals(labels)) {
      throw new RunException(
          "setting images must name images of the sounds' classes %s, but theirs are %s"
              .formatted(labels, images.labels()));
    }
    this.images = images;
    labels.forEach(_ -> ofLabel.add(new ArrayList<>()));
    for (int i = 0; i < images.size(); i++) {
      ofLabel.get(images.label(i)).add(i);
    }
    requireAll(labels);
  }

  private void requireAll(List<String> labels) {
    for (int label = 0; label < labels.size(); label++) {
      if (ofLabel.get(label).isEmpty()) {
        throw new RunException(
            "setting images must name images of every class, but none is a %s"
                .formatted(labels.get(label)));
      }
    }
  }

  /** The images of a class. */
  public List<Integer> of(int label) {
    return ofLabel.get(label);
  }

  /** One image of each class: the one that is nearest to the mean of its class. */
  public int[] typical() {
    int[] typical = new int[ofLabel.size()];
    for (int label = 0; label < typical.length; label++) {
      typical[label] = nearest(mean(of(label)), of(label));
    }
    return typical;
  }

  /** An image of a class, drawn at random for one sound: the same whenever it is asked for. */
  public int random(int label, int sound, int seed) {
    float[] uniform = RandomStream.of(new ImageSeed(seed, sound)).uniforms(Purpose.PAIRING, 1);
    List<Integer> candidates = of(label);
    return candidates.get((int) (uniform[0] * candidates.size()));
  }

  private double[] mean(List<Integer> indices) {
    double[] mean = new double[images.pixelCount()];
    for (int index : indices) {
      byte[] pixels = images.pixels(index);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (double) Byte.toUnsignedInt(pixels[i]) / indices.size();
      }
    }
    return mean;
  }

  private int nearest(double[] mean, List<Integer> indices) {
    int nearest = indices.getFirst();
    double least = Double.POSITIVE_INFINITY;
    for (int index : indices) {
      double distance = distance(images.pixels(index), mean);
      if (distance < least) {
        least = distance;
        nearest = index;
      }
    }
    return nearest;
  }

  private static double distance(byte[] pixels, double[] mean) {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      double difference = Byte.toUnsignedInt(pixels[i]) - mean[i];
      sum += difference * difference;
    }
    return sum;
  }
}
