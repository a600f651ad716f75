package io.spikelet.training.trainer;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.State;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * An autoencoder with a prior to draw samples from, and with normalised layers that a batch of
 * images calibrates when it begins with a package's weights.
 */
public abstract class VariationalTraining extends AutoencoderTraining {

  /** As {@link AutoencoderTraining}. */
  protected VariationalTraining(ImageSpec spec, State state, int validationImages) {
    super(spec, state, validationImages);
  }

  @Override
  public final void start(NamedWeights published, ImageSet images) {
    start(published, calibration(images));
  }

  /**
   * As {@link #start(NamedWeights, ImageSet)}.
   *
   * @param images a batch that shows what currents are usual, {@code [N, C, H, W]}
   */
  protected abstract void start(NamedWeights published, Tensor images);

  @Override
  public final Map<String, Image> pictures(ImageSet images) {
    Map<String, Image> pictures = new HashMap<>(super.pictures(images));
    pictures.put("samples", tensors().sheet(samples(TILES)));
    return pictures;
  }

  /** Images drawn from the prior without learning, the same at every call, {@code [N, C, H, W]}. */
  protected abstract Tensor samples(int count);
}
