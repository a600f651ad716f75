package io.spikelet.training.firstspike;

/**
 * How weights learn from errors of spike times, in the points in which the equations of Spiking-GAN
 * and the published code of S4NN differ.
 *
 * @param firedBefore which inputs have led to a spike
 * @param silent how a neuron learns that did not fire
 * @param norm by which the errors of a layer are divided
 * @param carrying the weights with which errors are handed to the layer before
 * @param reach from which neurons errors are handed to an input
 */
public record FirstSpikeRule(
    FiredBefore firedBefore, Silent silent, DeltaNorm norm, Carrying carrying, Reach reach) {

  /** The equations of Spiking-GAN (section 2.5) to the letter: a silent neuron stays silent. */
  public static final FirstSpikeRule EQUATIONS =
      new FirstSpikeRule(
          FiredBefore.NOT_AFTER, Silent.FROZEN, DeltaNorm.L1, Carrying.BEFORE_UPDATE, Reach.LATER);

  /**
   * The equations, but a silent neuron learns as if it had fired at the end. Without that the
   * target that Spiking-GAN sets for silent output neurons (section 2.4) has no effect.
   */
  public static final FirstSpikeRule SPIKING_GAN =
      new FirstSpikeRule(
          FiredBefore.BEFORE, Silent.LEARNING, DeltaNorm.L1, Carrying.BEFORE_UPDATE, Reach.LATER);

  /** The published code of S4NN (Kheradpisheh and Masquelier 2020). */
  public static final FirstSpikeRule S4NN =
      new FirstSpikeRule(
          FiredBefore.BEFORE, Silent.LEARNING, DeltaNorm.L2, Carrying.AFTER_UPDATE, Reach.LATER);

  /** Which inputs have led to a neuron's spike. */
  public enum FiredBefore {
    /** Those that fired before it or with it. */
    NOT_AFTER,
    /** Those that fired before it. */
    BEFORE
  }

  /** What a neuron learns that did not fire. */
  public enum Silent {
    /** Nothing: its weights stay. */
    FROZEN,
    /** As if it had fired at the end: all inputs that fired have led to it. */
    LEARNING
  }

  /** The norm of a layer's errors. */
  public enum DeltaNorm {
    /** Sum of absolute values; the paper's formula leaves out the bars. */
    L1,
    /** Root of the sum of squares. */
    L2;

    double of(float[] delta, int count) {
      double sum = 0;
      for (int j = 0; j < count; j++) {
        sum += this == L1 ? Math.abs(delta[j]) : (double) delta[j] * delta[j];
      }
      return this == L1 ? sum : Math.sqrt(sum);
    }
  }

  /** The weights with which errors are handed back. */
  public enum Carrying {
    /** As they were in the forward pass. */
    BEFORE_UPDATE,
    /** As they are after they have learnt from this very error. */
    AFTER_UPDATE
  }

  /** From which neurons errors are handed to an input. */
  public enum Reach {
    /** From those that fired after it, as published: a silent input has no error. */
    LATER,
    /**
     * From those that did not fire before it: a silent input has the errors of the silent neurons,
     * which it would have been in time for.
     */
    NOT_EARLIER
  }

  /** Divides the first errors by their norm; leaves them if all are zero. */
  void normalise(float[] delta, int count) {
    double sum = norm.of(delta, count);
    if (sum > 0) {
      for (int j = 0; j < count; j++) {
        delta[j] = (float) (delta[j] / sum);
      }
    }
  }
}
