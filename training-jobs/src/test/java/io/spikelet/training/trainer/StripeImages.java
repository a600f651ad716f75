package io.spikelet.training.trainer;

import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.layer.TensorMemory;
import java.util.List;

/** Pictures of 12x12 with one bright row on dark noise; the class is the third it lies in. */
public record StripeImages(int size) implements ImageSet {

  /** Some of them, as a network is given them. */
  public static Batch batch(int[] indices, long step, double learningRate) {
    StripeImages images = new StripeImages(12);
    BatchFiller filler = BatchFiller.plain(images, ValueRange.UNIT);
    float[] pixels = new float[indices.length * images.pixelCount()];
    int[] labels = new int[indices.length];
    filler.fill(indices, 0, indices.length, 0, pixels);
    filler.labels(indices, 0, indices.length, labels);
    return new Batch(
        TensorMemory.tensor(pixels, indices.length, 1, 12, 12),
        labels,
        indices,
        step,
        0,
        learningRate);
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return 12;
  }

  @Override
  public int width() {
    return 12;
  }

  @Override
  public int label(int index) {
    return index % 12 / 4;
  }

  @Override
  public byte[] pixels(int index) {
    byte[] pixels = new byte[144];
    for (int i = 0; i < 144; i++) {
      boolean bright = i / 12 == index % 12;
      pixels[i] = (byte) (bright ? 200 : (i * 31 + index * 17) % 60);
    }
    return pixels;
  }

  @Override
  public List<String> labels() {
    return List.of("top", "middle", "bottom");
  }

  @Override
  public String digest() {
    return "sha256:none";
  }
}
