package io.spikelet.training.trainer;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.State;
import java.util.Map;

/**
 * A network with its loss, as a family supplies it to the {@link Trainer}.
 *
 * <p>All randomness follows from the run's seed and the numbers passed in, so that a continued run
 * repeats an uninterrupted one.
 */
public interface Trainable extends AutoCloseable {

  /** All tensors that are kept between steps; the same tensors at every call. */
  State state();

  /** Size and value range of the images that the network takes. */
  ImageSpec image();

  /**
   * Goes on from the weights of a published package of the same sizes: copies those of the same
   * names where a network does not say otherwise.
   *
   * @param published weights as the package's graphs use them, named as in its layer table
   * @param images images that the network will learn from
   */
  default void start(NamedWeights published, ImageSet images) {
    Weights.copy(published, state(), name -> name);
  }

  /**
   * Looks at what will be learnt from; called before the first step of a run and again when one is
   * continued.
   */
  default void prepare(ImageSet training) {}

  /**
   * Epochs with a learning rate schedule of their own.
   *
   * @param from the first epoch, counted from 0
   * @param epochs how many
   */
  record Phase(int from, int epochs) {}

  /** The phase that an epoch belongs to; a run is one phase where a network does not say more. */
  default Phase phase(int epoch, int epochs) {
    return new Phase(0, epochs);
  }

  /** What changes the weights after a step: AdamW where a network does not say otherwise. */
  default Optimiser optimiser(TrainingPlan plan) {
    return Optimiser.adamW(state(), plan.weightDecay(), plan.bottleneckFactor());
  }

  /**
   * One forward and backward pass; sets the gradients of all parameters, or changes the parameters
   * itself where the {@link #optimiser} is {@link Optimiser#ownRule}.
   *
   * @return named losses of the batch; {@code loss} is the one that is minimised
   */
  Map<String, Double> step(Batch batch);

  /**
   * Called after the last step of an epoch and before the state is saved: what a network does once
   * an epoch, such as keeping its best state.
   *
   * @return named numbers, for the metrics of the epoch
   */
  default Map<String, Double> finishEpoch() {
    return Map.of();
  }

  /**
   * Measures the network on images that it does not learn from.
   *
   * @return named numbers, for the metrics of an epoch
   */
  Map<String, Double> validate(ImageSet images);

  /** Pictures to look at after an epoch, by kind: {@code samples}, {@code reconstructions}. */
  Map<String, Image> pictures(ImageSet images);

  /** The graphs of the network as it is now. */
  ExportedNetwork export(WeightStorage storage);

  /** Frees the tensors. */
  @Override
  void close();
}
