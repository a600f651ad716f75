package io.spikelet.training.trainer;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.layer.State;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What networks with pictures on both sides have in common in training: they are measured by the
 * error of their reconstructions and looked at as pairs of image and reconstruction.
 */
public abstract class AutoencoderTraining implements Trainable {

  /** Tiles of a sheet: as many pairs as fill it. */
  protected static final int TILES = 64;

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
  public Map<String, Double> validate(ImageSet images) {
    int count = validationImages(images);
    return Map.of("validation_mse", tensors.meanSquaredError(images, count, this::reconstruct));
  }

  @Override
  public Map<String, Image> pictures(ImageSet images) {
    int pairs = Math.min(TILES / 2, images.size());
    return Map.of("reconstructions", tensors.pairs(images, pairs, this::reconstruct));
  }

  /** Reconstructs without learning; see {@link ImageTensors.Autoencoder}. */
  protected abstract Tensor reconstruct(Tensor images, int batch);

  /** How many of these test images are measured after an epoch. */
  protected final int validationImages(ImageSet images) {
    return validationImages == 0 ? images.size() : Math.min(validationImages, images.size());
  }

  /**
   * The first images of a set, enough to show a network that begins with folded weights what values
   * are usual, {@code [N, C, H, W]}.
   */
  protected final Tensor calibration(ImageSet images) {
    return tensors.load(images, 0, Math.min(CALIBRATION_BATCH, images.size()));
  }

  /** Images of this network's size as tensors and back. */
  protected final ImageTensors tensors() {
    return tensors;
  }

  @Override
  public final void close() {
    state.release();
  }
}
