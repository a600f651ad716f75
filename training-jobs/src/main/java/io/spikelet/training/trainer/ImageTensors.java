package io.spikelet.training.trainer;

import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.layer.TensorMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Images as tensors {@code [N, C, H, W]} and back: what networks with pictures on both sides need
 * to be measured and looked at.
 *
 * @param spec size and value range of the network's images
 */
public record ImageTensors(ImageSpec spec) {

  private static final int VALIDATION_BATCH = 100;

  /** Sends images through a network and back. */
  @FunctionalInterface
  public interface Autoencoder {
    /**
     * Reconstructs a batch without learning from it.
     *
     * @param images {@code [N, C, H, W]}
     * @param batch number of the batch: names its noise
     * @return same shape
     */
    Tensor reconstruct(Tensor images, int batch);
  }

  /** The images {@code from, ..., from + count - 1}, without augmentation. */
  public Tensor load(ImageSet images, int from, int count) {
    BatchFiller filler = BatchFiller.plain(images, spec.range());
    float[] pixels = new float[count * filler.pixelCount()];
    filler.fill(IntStream.range(0, images.size()).toArray(), from, count, 0, pixels);
    return TensorMemory.tensor(pixels, count, images.channels(), images.height(), images.width());
  }

  /** Mean squared error over the first {@code count} images, in the spec's value range. */
  public double meanSquaredError(ImageSet images, int count, Autoencoder network) {
    double sum = 0;
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      try (PointerScope _ = new PointerScope()) {
        Tensor originals = load(images, from, Math.min(VALIDATION_BATCH, count - from));
        Tensor error = network.reconstruct(originals, from).sub(originals);
        sum += error.square().mean().item_double() * originals.size(0);
      }
    }
    return sum / count;
  }

  /** A contact sheet of the first {@code count} images, each beside its reconstruction. */
  public Image pairs(ImageSet images, int count, Autoencoder network) {
    Tensor originals = load(images, 0, count);
    List<Image> left = split(originals);
    List<Image> right = split(network.reconstruct(originals, 0));
    List<Image> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(left.get(i));
      pairs.add(right.get(i));
    }
    return ContactSheet.of(pairs);
  }

  /** A contact sheet of {@code [N, C, H, W]}. */
  public Image sheet(Tensor images) {
    return ContactSheet.of(split(images));
  }

  /** A contact sheet of {@code [N, C, H, W]} with so many columns. */
  public Image sheet(Tensor images, int columns) {
    return ContactSheet.of(split(images), columns);
  }

  private List<Image> split(Tensor images) {
    int size = spec.values();
    float[] values = TensorMemory.floats(images);
    return IntStream.range(0, values.length / size)
        .mapToObj(i -> Arrays.copyOfRange(values, i * size, (i + 1) * size))
        .map(pixels -> Image.of(spec.channels(), spec.height(), spec.width(), pixels, spec.range()))
        .toList();
  }
}
