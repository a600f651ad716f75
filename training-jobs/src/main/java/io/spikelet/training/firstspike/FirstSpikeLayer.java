package io.spikelet.training.firstspike;

import io.spikelet.training.export.SpikeTiming;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Integrate-and-fire neurons that are connected to all inputs and fire at most once.
 *
 * <pre>
 * V[j](t) = sum over i with t[i] &lt;= t of w[i,j]         t[i] = timeSteps: input i is silent
 * t[j] = first t with V[j](t) &gt; threshold, plus the delay; timeSteps if there is none
 * </pre>
 *
 * <p>Nothing changes a potential but a spike, so the spikes are gone through in the order of their
 * times instead of stepping through time: each adds a row of weights, and after the last of a time
 * the potentials are compared. Within a time, inputs add by index; a potential is one sum in this
 * order, in single precision, so that whoever adds in the same order gets the same times.
 *
 * <p>The gradient takes a spike for the negative of a rectified value (Spiking-GAN, equations 10 to
 * 15): an input that fired before the neuron has moved its time by minus its weight, all others not
 * at all.
 *
 * <p>Times and errors are arrays of the caller with {@link #width} places, of which the first are
 * the neurons'. Weights are {@code [inputs, width]}; what is kept aside by weight decay is in a
 * common factor, so that forgetting costs nothing until {@link #fold}. Not thread-safe.
 *
 * <p>Source: Spiking-GAN section 2; S4NN (Kheradpisheh and Masquelier 2020).
 */
public final class FirstSpikeLayer {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** Neurons that are in registers together: enough sums to hide an addition's latency. */
  private static final int BLOCK = 4 * LANES;

  private final int inputs;
  private final int neurons;
  private final int width;
  private final double threshold;
  private final int timeSteps;
  private final SpikeTiming timing;
  private final float[] weights;
  private final Arrivals arrivals;
  private final float[] steps;
  private final float[] lanes = new float[LANES];
  private double scale = 1;

  /**
   * A layer whose weights are zero.
   *
   * @param threshold above which a potential is a spike
   * @param timeSteps times are 0 to {@code timeSteps}, the last of which is no spike
   */
  public FirstSpikeLayer(
      int inputs, int neurons, double threshold, int timeSteps, SpikeTiming timing) {
    if (threshold <= 0) {
      throw new IllegalArgumentException("threshold must be above 0, not " + threshold);
    }
    this.inputs = inputs;
    this.neurons = neurons;
    this.width = (neurons + BLOCK - 1) / BLOCK * BLOCK;
    this.threshold = threshold;
    this.timeSteps = timeSteps;
    this.timing = timing;
    this.weights = new float[inputs * width];
    this.arrivals = new Arrivals(inputs, timeSteps);
    this.steps = new float[width];
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** Number of neurons. */
  public int neurons() {
    return neurons;
  }

  /** Length of this layer's arrays of times and errors: the neurons and some that never fire. */
  public int width() {
    return width;
  }

  /** Times go from 0 to this, which is no spike. */
  public int timeSteps() {
    return timeSteps;
  }

  /** When a neuron fires whose potential has crossed the threshold. */
  SpikeTiming timing() {
    return timing;
  }

  /**
   * Replaces the weights.
   *
   * @param values {@code [inputs, neurons]}
   */
  public void weights(float[] values) {
    requireLength(values.length);
    for (int i = 0; i < inputs; i++) {
      System.arraycopy(values, i * neurons, weights, i * width, neurons);
    }
    scale = 1;
  }

  /** Copies the weights into {@code [inputs, neurons]}. Call {@link #fold} before. */
  public void copyWeights(float[] values) {
    requireLength(values.length);
    for (int i = 0; i < inputs; i++) {
      System.arraycopy(weights, i * width, values, i * neurons, neurons);
    }
  }

  private void requireLength(int length) {
    if (length != inputs * neurons) {
      throw new IllegalArgumentException(
          "weights must be %d x %d numbers, not %d".formatted(inputs, neurons, length));
    }
  }

  /**
   * When the neurons fire.
   *
   * @param input spike times, the first {@link #inputs} of them
   * @param times written
   */
  public void forward(int[] input, int[] times) {
    arrivals.sort(input);
    float scaledThreshold = (float) (threshold / scale);
    for (int j = 0; j < width; j += BLOCK) {
      fire(j, input, scaledThreshold, times);
    }
  }

  private void fire(int at, int[] input, float scaledThreshold, int[] times) {
    int[] order = arrivals.order();
    FloatVector v0 = FloatVector.zero(FLOATS);
    FloatVector v1 = v0;
    FloatVector v2 = v0;
    FloatVector v3 = v0;
    IntVector t0 = IntVector.broadcast(INTS, timeSteps);
    IntVector t1 = t0;
    IntVector t2 = t0;
    IntVector t3 = t0;
    int place = 0;
    for (int k = 0; k < arrivals.distinct(); k++) {
      for (int end = arrivals.end(k); place < end; place++) {
        int row = order[place] * width + at;
        v0 = v0.add(FloatVector.fromArray(FLOATS, weights, row));
        v1 = v1.add(FloatVector.fromArray(FLOATS, weights, row + LANES));
        v2 = v2.add(FloatVector.fromArray(FLOATS, weights, row + 2 * LANES));
        v3 = v3.add(FloatVector.fromArray(FLOATS, weights, row + 3 * LANES));
      }
      int time = Math.min(input[order[place - 1]] + timing.delay(), timeSteps);
      t0 = earlier(t0, time, above(v0, scaledThreshold));
      t1 = earlier(t1, time, above(v1, scaledThreshold));
      t2 = earlier(t2, time, above(v2, scaledThreshold));
      t3 = earlier(t3, time, above(v3, scaledThreshold));
    }
    t0.intoArray(times, at);
    t1.intoArray(times, at + LANES);
    t2.intoArray(times, at + 2 * LANES);
    t3.intoArray(times, at + 3 * LANES);
  }

  private static VectorMask<Integer> above(FloatVector potentials, float threshold) {
    return potentials.compare(VectorOperators.GT, threshold).cast(INTS);
  }

  private static IntVector earlier(IntVector times, int time, VectorMask<Integer> above) {
    return times.lanewise(VectorOperators.MIN, time, above);
  }

  /**
   * Membrane potentials at a time, whether or not the neurons have fired before.
   *
   * @param input spike times; those up to {@code time} count
   * @param potentials written, {@code (neurons)}
   */
  public void potentials(int[] input, int time, float[] potentials) {
    arrivals.sort(input);
    int[] order = arrivals.order();
    Arrays.fill(potentials, 0, neurons, 0);
    int count = arrivals.distinct() == 0 ? 0 : arrivals.end(arrivals.distinct() - 1);
    for (int place = 0; place < count && input[order[place]] <= time; place++) {
      int row = order[place] * width;
      for (int j = 0; j < neurons; j++) {
        potentials[j] += weights[row + j];
      }
    }
    for (int j = 0; j < neurons; j++) {
      potentials[j] *= (float) scale;
    }
  }

  /**
   * Errors of the inputs' times: {@code sum over j of delta[j] * w[i,j]}, over the neurons that the
   * rule's {@link FirstSpikeRule.Reach} counts.
   *
   * @param delta errors of the neurons' times
   * @param inputDelta written, the first {@link #inputs}
   */
  public void passBack(
      float[] delta, int[] input, int[] times, float[] inputDelta, FirstSpikeRule rule) {
    int earliness = rule.reach() == FirstSpikeRule.Reach.LATER ? 0 : 1;
    for (int i = 0; i < inputs; i++) {
      inputDelta[i] = (float) (scale * carried(i, input[i] - earliness, delta, times));
    }
  }

  private float carried(int i, int after, float[] delta, int[] times) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int row = i * width;
    for (int j = 0; j < width; j += LANES) {
      FloatVector w = FloatVector.fromArray(FLOATS, weights, row + j);
      FloatVector product = w.mul(FloatVector.fromArray(FLOATS, delta, j));
      VectorMask<Float> later =
          IntVector.fromArray(INTS, times, j).compare(VectorOperators.GT, after).cast(FLOATS);
      sum = sum.add(product, later);
    }
    // reduceLanes may add in another order once it is compiled, and a run must be repeatable.
    sum.intoArray(lanes, 0);
    float total = 0;
    for (float lane : lanes) {
      total += lane;
    }
    return total;
  }

  /**
   * A step down the gradient: {@code w[i,j] += rate * delta[j]} where input i has led to the spike
   * of neuron j.
   *
   * @param delta errors of the neurons' times
   */
  public void learn(float[] delta, int[] input, int[] times, double rate, FirstSpikeRule rule) {
    boolean frozen = rule.silent() == FirstSpikeRule.Silent.FROZEN;
    for (int j = 0; j < neurons; j++) {
      boolean still = frozen && times[j] == timeSteps;
      steps[j] = still ? 0 : (float) (rate * delta[j] / scale);
    }
    int earliness = rule.firedBefore() == FirstSpikeRule.FiredBefore.BEFORE ? 0 : 1;
    for (int i = 0; i < inputs; i++) {
      if (input[i] < timeSteps) {
        learn(i, input[i] - earliness, times);
      }
    }
  }

  private void learn(int i, int after, int[] times) {
    int row = i * width;
    for (int j = 0; j < width; j += LANES) {
      VectorMask<Float> later =
          IntVector.fromArray(INTS, times, j).compare(VectorOperators.GT, after).cast(FLOATS);
      FloatVector.fromArray(FLOATS, weights, row + j)
          .add(FloatVector.fromArray(FLOATS, steps, j), later)
          .intoArray(weights, row + j);
    }
  }

  /** Weight decay: multiplies all weights by {@code 1 - share}. */
  public void shrink(double share) {
    scale *= 1 - share;
  }

  /** Multiplies the weights by the factor that {@link #shrink} has set aside. */
  public void fold() {
    if (scale != 1) {
      float factor = (float) scale;
      for (int k = 0; k < weights.length; k++) {
        weights[k] *= factor;
      }
      scale = 1;
    }
  }

  /** Replaces the weights of one neuron, {@code (inputs)}. */
  public void replace(int neuron, float[] values) {
    for (int i = 0; i < inputs; i++) {
      weights[i * width + neuron] = (float) (values[i] / scale);
    }
  }
}
