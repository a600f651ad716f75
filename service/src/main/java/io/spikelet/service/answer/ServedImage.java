package io.spikelet.service.answer;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.generator.Label;
import org.jspecify.annotations.Nullable;

/**
 * One image of an answer.
 *
 * @param index of its random stream
 * @param seed of its random stream; null where nothing was drawn
 * @param activity what this very image cost
 * @param likeness to the input; null where there is none
 * @param label what it was drawn as; null for a model that does not draw by label
 */
public record ServedImage(
    long index,
    @Nullable Long seed,
    Image image,
    NetworkActivity activity,
    @Nullable Likeness likeness,
    @Nullable Label label) {

  /** An image of a model that does not draw by label. */
  public ServedImage(
      long index,
      @Nullable Long seed,
      Image image,
      NetworkActivity activity,
      @Nullable Likeness likeness) {
    this(index, seed, image, activity, likeness, null);
  }

  /**
   * How near an image is to its input.
   *
   * @param mse mean squared error in the package's value range
   * @param ssim structural similarity
   */
  public record Likeness(double mse, double ssim) {}
}
