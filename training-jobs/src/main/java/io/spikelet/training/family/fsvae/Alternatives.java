package io.spikelet.training.family.fsvae;

import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.training.backbone.Stage;
import io.spikelet.training.layer.LifParameters;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.SpikingNeurons;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Three fully connected spiking layers that answer, for each latent neuron and time step, with
 * {@code k} alternatives of 0 or 1; the latent spike is one of them, picked at random (FSVAE,
 * section "autoregressive Bernoulli spike sampling").
 *
 * <p>The layers have {@code 2D}, {@code 4D} and {@code kD} neurons. Output {@code d * k + j} is
 * alternative j of latent neuron d. Normalised currents are doubled (alpha = 2). Parameters are
 * named {@code NAME.layers.0}, {@code NAME.layers.1}, {@code NAME.layers.2}.
 */
final class Alternatives {

  private static final float ALPHA = 2;

  private final List<Stage> layers = new ArrayList<>();
  private final int latentSize;
  private final int perNeuron;

  /**
   * Makes layers with fresh weights from libtorch's generator.
   *
   * @param inputs values that arrive at each time step
   * @param perNeuron k
   */
  Alternatives(String name, int inputs, int latentSize, int perNeuron) {
    this.latentSize = latentSize;
    this.perNeuron = perNeuron;
    int in = inputs;
    for (int out : List.of(2 * latentSize, 4 * latentSize, perNeuron * latentSize)) {
      String layer = name + ".layers." + layers.size();
      layers.add(
          new Stage(
              Synapses.dense(layer, in, out, true),
              new SpikingNeurons(layer, out, LifParameters.PUBLISHED, ALPHA)));
      in = out;
    }
  }

  State state() {
    return State.join(layers.stream().map(Stage::state).toList());
  }

  /**
   * Runs all layers over a sequence from its first time step on, neurons at rest before.
   *
   * @param input {@code [T, N, inputs]}
   * @return alternatives {@code [T, N, D, k]}, 0 or 1
   */
  Tensor run(Tensor input, Mode mode) {
    long timeSteps = input.size(0);
    Signal signal =
        Signal.overTime(input.contiguous().view(-1, input.size(2)), Math.toIntExact(timeSteps));
    for (Stage layer : layers) {
      signal = layer.forward(signal, mode);
    }
    return signal.values().view(timeSteps, input.size(1), latentSize, perNeuron);
  }

  /** As {@link #run}, of the last time step alone: {@code [N, D, k]}. */
  Tensor last(Tensor input, Mode mode) {
    return run(input, mode).select(0, input.size(0) - 1);
  }

  /**
   * The gradient of the last {@link #run} in training mode; sets the parameters' gradients.
   *
   * @param gradient of the alternatives, {@code [T, N, D, k]}
   * @return of the input, {@code [T, N, inputs]}
   */
  Tensor backward(Tensor gradient) {
    Tensor rows = gradient.contiguous().view(-1, (long) latentSize * perNeuron);
    for (Stage layer : layers.reversed()) {
      rows = layer.backward(rows);
    }
    return rows.view(gradient.size(0), gradient.size(1), -1);
  }

  /**
   * The alternatives that were picked.
   *
   * @param alternatives {@code [..., k]}
   * @param choices which, {@code [...]} of 0 to k-1
   * @return {@code [...]}
   */
  static Tensor pick(Tensor alternatives, Tensor choices) {
    return alternatives.gather(-1, choices.unsqueeze(-1)).squeeze(-1);
  }

  /**
   * The gradient of {@link #pick}: that of the picked ones in their places, zero elsewhere.
   *
   * @return {@code [..., k]}
   */
  Tensor unpick(Tensor gradient, Tensor choices) {
    long[] shape = new long[Math.toIntExact(gradient.dim()) + 1];
    for (int axis = 0; axis + 1 < shape.length; axis++) {
      shape[axis] = gradient.size(axis);
    }
    shape[shape.length - 1] = perNeuron;
    Tensor spread = zeros(shape);
    return spread.scatter_(-1, choices.unsqueeze(-1), gradient.unsqueeze(-1));
  }
}
