package io.spikelet.training.family.annaudiocoder;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.pairing.Pairs;
import io.spikelet.training.trainer.Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * What an ordinary audiocoder is taught: for each sound the hidden values that the published
 * autoencoder has for the paired image, on the levels that the settings ask for.
 */
final class Lessons {

  private final Pairs pairs;
  private final int size;
  private final Map<Integer, float[]> hidden = new HashMap<>(); // (hidden) by image

  /**
   * Shows the autoencoder every image that a sound may be paired with.
   *
   * @param read the form of images in which it reads them
   * @param bits the levels are {@code 2^bits} between the smallest and the largest value of all; 0:
   *     values are as they are
   */
  Lessons(LoadedAutoencoder autoencoder, ImageSpec read, Pairs pairs, int bits) {
    this.pairs = pairs;
    List<Integer> all =
        IntStream.range(0, pairs.classes())
            .mapToObj(pairs::candidates)
            .flatMap(List::stream)
            .toList();
    List<Image> shown = all.stream().map(image -> pairs.shown(image, read)).toList();
    List<float[]> values = autoencoder.hidden(shown);
    this.size = values.getFirst().length;
    for (int i = 0; i < all.size(); i++) {
      hidden.put(all.get(i), values.get(i));
    }
    if (bits > 0) {
      Levels levels = Levels.over(hidden.values(), bits);
      hidden.replaceAll((_, own) -> levels.nearest(own));
    }
  }

  /** The target values of a batch, {@code [N, hidden]}. */
  Tensor of(Batch batch) {
    int samples = batch.labels().length;
    float[] targets = new float[samples * size];
    for (int n = 0; n < samples; n++) {
      int image = pairs.image(batch.indices()[n], batch.labels()[n]);
      System.arraycopy(Objects.requireNonNull(hidden.get(image)), 0, targets, n * size, size);
    }
    return TensorMemory.tensor(targets, samples, size);
  }
}
