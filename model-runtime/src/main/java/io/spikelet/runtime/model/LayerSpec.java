package io.spikelet.runtime.model;

/**
 * One layer as the energy account sees it: what it costs when every input is active, and how many
 * neurons may spike.
 *
 * @param name path of the layer in its network, such as {@code encoder.0}
 * @param graph the graph that computes it
 * @param kind how inputs and outputs are connected
 * @param input what arrives: spikes cost accumulations, real values multiply-accumulations
 * @param neurons output neurons per time step
 * @param outputChannels weights that one spike meets at one kernel position
 * @param denseMacs multiply-accumulations of one time step, counting only kernel positions inside
 *     the picture; biases are not counted
 * @param evaluations how often the layer is computed for one picture: the number of time steps, or
 *     1
 * @param spiking whether the outputs are spikes
 */
public record LayerSpec(
    String name,
    GraphRole graph,
    Kind kind,
    Input input,
    int neurons,
    int outputChannels,
    long denseMacs,
    int evaluations,
    boolean spiking) {

  /** How a layer connects its inputs and outputs. */
  public enum Kind {
    CONVOLUTION,
    TRANSPOSED_CONVOLUTION,
    DENSE,
    /** Makes spikes of values, by drawing them from rates or by timing them; has no weights. */
    SAMPLING
  }

  /** What a layer reads. */
  public enum Input {
    REAL,
    SPIKES,
    /** Nothing that costs a synaptic operation. */
    NONE
  }

  public LayerSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a layer needs a name");
    }
    requireAtLeast(1, neurons, "neurons", name);
    requireAtLeast(1, outputChannels, "outputChannels", name);
    requireAtLeast(0, denseMacs, "denseMacs", name);
    requireAtLeast(1, evaluations, "evaluations", name);
    if ((kind == Kind.SAMPLING) != (input == Input.NONE)) {
      throw new IllegalArgumentException(
          "layer "
              + name
              + ": kind SAMPLING and input NONE belong together, not "
              + kind
              + " and "
              + input);
    }
    if (input == Input.NONE && denseMacs != 0) {
      throw new IllegalArgumentException(
          "layer " + name + ": denseMacs must be 0 without input, not " + denseMacs);
    }
  }

  /** The same layer, computed another number of times for a picture. */
  public LayerSpec evaluated(int times) {
    return new LayerSpec(
        name, graph, kind, input, neurons, outputChannels, denseMacs, times, spiking);
  }

  /** Multiply-accumulations of one picture if every input were active at every evaluation. */
  public long denseOperations() {
    return Math.multiplyExact(denseMacs, (long) evaluations);
  }

  /** Neurons times evaluations: the number of spikes if every neuron always fired. */
  public long neuronSteps() {
    return (long) neurons * evaluations;
  }

  private static void requireAtLeast(long least, long value, String what, String layer) {
    if (value < least) {
      throw new IllegalArgumentException(
          "layer " + layer + ": " + what + " must be at least " + least + ", not " + value);
    }
  }
}
