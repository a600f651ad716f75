package io.spikelet.training.trainer;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.State;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What networks with pictures on both sides have in common in training: they are measured by the
 * error of their reconstructions and looked at as samples and as pairs of image and reconstruction.
 */
public abstract class AutoencoderTraining implements Trainable {

  private static final int PICTURES = 64;
  private static final int CALIBRATION_BATCH = 256;

  private final ImageTensors tensors;
  private final State state;
  private final int validationImages;

  /**
   * For a network made by {@link #fresh}.
   *
   * @param spec size and value range of its images
   * @param state of the network
   * @param validationImages how many test images are measured after an epoch; 0 for all
   */
  protected AutoencoderTraining(ImageSpec spec, State state, int validationImages) {
    this.tensors = new ImageTensors(spec);
    this.state = state;
    this.validationImages = validationImages;
  }

  /**
   * Makes a network whose random weights follow from the seed, and whose tensors live until {@link
   * #close}.
   */
  protected static <N> N fresh(int seed, Supplier<N> maker, Function<N, State> state) {
    torch.manual_seed(seed);
    try (PointerScope _ = new PointerScope()) {
      N network = maker.get();
      state.apply(network).retain();
      return network;
    }
  }

  @Override
  public final State state() {
    return state;
  }

  @Override
  public final ImageSpec image() {
    return tensors.spec();
  }

  @Override
  public final void start(NamedWeights published, ImageSet images) {
    start(published, tensors.load(images, 0, Math.min(CALIBRATION_BATCH, images.size())));
  }

  /**
   * As {@link #start(NamedWeights, ImageSet)}.
   *
   * @param images a batch that shows what currents are usual, {@code [N, C, H, W]}
   */
  protected abstract void start(NamedWeights published, Tensor images);

  @Override
  public final Map<String, Double> validate(ImageSet images) {
    int count = validationImages == 0 ? images.size() : Math.min(validationImages, images.size());
    return Map.of("validation_mse", tensors.meanSquaredError(images, count, this::reconstruct));
  }

  @Override
  public final Map<String, Image> pictures(ImageSet images) {
    return Map.of(
        "samples", tensors.sheet(samples(PICTURES)),
        "reconstructions", tensors.pairs(images, PICTURES / 2, this::reconstruct));
  }

  /** Reconstructs without learning; see {@link ImageTensors.Autoencoder}. */
  protected abstract Tensor reconstruct(Tensor images, int batch);

  /** Images drawn from the prior without learning, the same at every call, {@code [N, C, H, W]}. */
  protected abstract Tensor samples(int count);

  @Override
  public final void close() {
    state.release();
  }
}
