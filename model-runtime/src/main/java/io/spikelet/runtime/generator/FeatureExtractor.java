package io.spikelet.runtime.generator;

import io.spikelet.runtime.image.Image;
import java.util.List;

/**
 * A model whose inner values describe images: what Frechet distances are computed from. Images of
 * another size or value range are prepared as those of a {@link ReconstructTask}.
 */
public interface FeatureExtractor extends ImageModel {

  /**
   * The features of images, a row each. An image has the same features whatever else is in the
   * list.
   */
  List<float[]> features(List<Image> images);

  /**
   * The features of images that are normalised together, with the means and variances of this very
   * list: a row each, which depends on all images.
   */
  List<float[]> featuresOfBatch(List<Image> images);
}
