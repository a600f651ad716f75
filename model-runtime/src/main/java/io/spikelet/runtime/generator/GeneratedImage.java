package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * An image that a model made.
 *
 * @param image in the package's size and value range
 * @param activity spikes and taps of every layer that ran, caused by this very image
 * @param times where the time went
 * @param label what it was drawn as; null for a model that does not draw by label
 */
public record GeneratedImage(
    Image image, NetworkActivity activity, StageTimes times, @Nullable Label label)
    implements Timed {

  /** An image of a model that does not draw by label. */
  public GeneratedImage(Image image, NetworkActivity activity, StageTimes times) {
    this(image, activity, times, null);
  }

  /** The same image, drawn as a label. */
  public GeneratedImage as(Label drawn) {
    return new GeneratedImage(image, activity, times, drawn);
  }
}
