package io.spikelet.runtime.generator;

import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.image.ImageSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Images as one array for a graph, {@code [N, C, H, W]}, and back. */
public final class ImageBatch {

  private ImageBatch() {}

  /** Brings images of any size to the size and range of a model, and joins them. */
  public static Tensor prepared(List<Image> images, ImageSpec spec) {
    return join(images.stream().map(image -> ImagePreparation.toModel(image, spec)).toList(), spec);
  }

  /** Joins images that fit the spec. */
  public static Tensor join(List<Image> images, ImageSpec spec) {
    float[] pixels = new float[images.size() * spec.values()];
    for (int n = 0; n < images.size(); n++) {
      images.get(n).copyPixels(pixels, n * spec.values());
    }
    return Tensor.of(pixels, images.size(), spec.channels(), spec.height(), spec.width());
  }

  /** Cuts pixels, whose number must be a multiple of an image's, into images. */
  public static List<Image> split(float[] pixels, ImageSpec spec) {
    int size = spec.values();
    return IntStream.range(0, pixels.length / size)
        .mapToObj(n -> Arrays.copyOfRange(pixels, n * size, (n + 1) * size))
        .map(own -> Image.of(spec.channels(), spec.height(), spec.width(), own, spec.range()))
        .toList();
  }
}
