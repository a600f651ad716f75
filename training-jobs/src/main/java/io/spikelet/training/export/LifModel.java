package io.spikelet.training.export;

import io.spikelet.training.export.OnnxGraphBuilder.Value;

/**
 * Constants of the neurons of a graph:
 *
 * <pre>
 *   u[t] = decay * u[t-1] * (1 - o[t-1]) + I[t]      u[-1] = 0, o[-1] = 0
 *   o[t] = 1 if u[t] reaches the threshold, else 0
 * </pre>
 *
 * @param threshold the float that potentials are compared with
 * @param firesOnThreshold whether a potential equal to it fires
 * @param decay factor of the potential per time step
 * @param inputFactor what currents are multiplied with; folded into the weights in front
 */
record LifModel(float threshold, boolean firesOnThreshold, float decay, float inputFactor) {

  /** ESVAE and FSVAE, their published code. */
  static final LifModel VARIATIONAL = new LifModel(0.2f, false, 0.25f, 1);

  /** Spiking-Diffusion, its published code: a time constant of two steps. */
  static final LifModel DIFFUSION = new LifModel(1, true, 0.5f, 0.5f);

  /** 1 where a neuron does not fire, 0 where it does. */
  Value silence(OnnxGraphBuilder graph, Value potential) {
    return firesOnThreshold
        ? Silence.from(graph, potential, threshold)
        : Silence.above(graph, potential, threshold);
  }
}
