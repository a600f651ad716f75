package io.spikelet.training.firstspike;

import java.util.Arrays;
import java.util.List;

/**
 * Layers of neurons that fire at most once, one behind the other.
 *
 * <p>{@link #present} runs them, {@link #aim} sets the errors of the output times (or whoever has
 * them), {@link #passBack} hands them back, and {@link #learn} changes the weights. Several
 * presentations may be made before the weights learn from all of them. Not thread-safe.
 *
 * <p>Source: Spiking-GAN section 2.5.
 */
public final class FirstSpikeNetwork {

  private final List<FirstSpikeLayer> layers;

  /**
   * A network of the given layers.
   *
   * @throws IllegalArgumentException if a layer does not have as many inputs as the one before it
   *     has neurons
   */
  public FirstSpikeNetwork(List<FirstSpikeLayer> layers) {
    this.layers = List.copyOf(layers);
    for (int l = 1; l < layers.size(); l++) {
      if (layers.get(l).inputs() != layers.get(l - 1).neurons()) {
        throw new IllegalArgumentException(
            "layer %d must have %d inputs, not %d"
                .formatted(l, layers.get(l - 1).neurons(), layers.get(l).inputs()));
      }
    }
  }

  /** The layers in the order in which spikes meet them. */
  public List<FirstSpikeLayer> layers() {
    return layers;
  }

  /** The layer whose spikes are the answer. */
  public FirstSpikeLayer output() {
    return layers.getLast();
  }

  /** Room for a presentation. */
  public Presentation presentation() {
    int[][] times = new int[layers.size()][];
    float[][] deltas = new float[layers.size()][];
    for (int l = 0; l < times.length; l++) {
      times[l] = new int[layers.get(l).width()];
      deltas[l] = new float[layers.get(l).width()];
    }
    return new Presentation(times, deltas);
  }

  /**
   * Runs the network.
   *
   * @param input spike times; kept, not copied, until the presentation's next use
   */
  public void present(int[] input, Presentation presentation) {
    presentation.input(input);
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).forward(presentation.input(l), presentation.times(l));
    }
  }

  /**
   * Sets the errors of the output times: their distances from the target's, in units of the whole
   * time.
   *
   * @param desired output that should have fired first
   * @return half the sum of their squares
   */
  public double aim(Presentation presentation, TargetTimes target, int desired) {
    int timeSteps = output().timeSteps();
    int[] times = Arrays.copyOf(presentation.outputTimes(), output().neurons());
    int[] targets = target.of(times, desired, timeSteps);
    double loss = 0;
    for (int k = 0; k < times.length; k++) {
      float error = (float) (times[k] - targets[k]) / timeSteps;
      presentation.outputDelta()[k] = error;
      loss += 0.5 * error * error;
    }
    return loss;
  }

  /**
   * Normalises the errors of the output times, hands them back to every layer and normalises them
   * there. Changes no weight.
   */
  public void passBack(Presentation presentation, FirstSpikeRule rule) {
    normalise(layers.size() - 1, presentation, rule);
    for (int l = layers.size() - 1; l > 0; l--) {
      carry(l, presentation, rule);
    }
  }

  /**
   * Errors of the input's times, not normalised, for whoever made that input.
   *
   * @param inputDelta written
   */
  public void passBackToInput(Presentation presentation, float[] inputDelta, FirstSpikeRule rule) {
    layers
        .getFirst()
        .passBack(
            presentation.delta(0), presentation.input(0), presentation.times(0), inputDelta, rule);
  }

  /** Changes the weights of every layer by errors that {@link #passBack} has handed back. */
  public void learn(Presentation presentation, double rate, FirstSpikeRule rule) {
    for (int l = 0; l < layers.size(); l++) {
      learn(l, presentation, rate, rule);
    }
  }

  /** Changes the weights of one layer by errors that {@link #passBack} has handed back. */
  public void learn(int l, Presentation presentation, double rate, FirstSpikeRule rule) {
    layers
        .get(l)
        .learn(presentation.delta(l), presentation.input(l), presentation.times(l), rate, rule);
  }

  /**
   * Hands the errors of the output times back and changes the weights, layer by layer, in the order
   * that the rule's {@link FirstSpikeRule.Carrying} asks for.
   *
   * @param decay share of every weight that is forgotten
   */
  public void passBackAndLearn(
      Presentation presentation, double rate, double decay, FirstSpikeRule rule) {
    boolean first = rule.carrying() == FirstSpikeRule.Carrying.BEFORE_UPDATE;
    normalise(layers.size() - 1, presentation, rule);
    for (int l = layers.size() - 1; l >= 0; l--) {
      if (first && l > 0) {
        carry(l, presentation, rule);
      }
      learn(l, presentation, rate, rule);
      layers.get(l).shrink(decay);
      if (!first && l > 0) {
        carry(l, presentation, rule);
      }
    }
  }

  /** Weight decay of every layer. */
  public void shrink(double share) {
    layers.forEach(layer -> layer.shrink(share));
  }

  private void carry(int l, Presentation presentation, FirstSpikeRule rule) {
    layers
        .get(l)
        .passBack(
            presentation.delta(l),
            presentation.input(l),
            presentation.times(l),
            presentation.delta(l - 1),
            rule);
    normalise(l - 1, presentation, rule);
  }

  private void normalise(int l, Presentation presentation, FirstSpikeRule rule) {
    rule.normalise(presentation.delta(l), layers.get(l).neurons());
  }
}
