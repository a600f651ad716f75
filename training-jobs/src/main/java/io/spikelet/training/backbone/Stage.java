package io.spikelet.training.backbone;

import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Synapses and the neurons behind them. */
public record Stage(Synapses synapses, Neurons neurons) {

  public State state() {
    return State.join(List.of(synapses.state(), neurons.state()));
  }

  public Signal forward(Signal input, Mode mode) {
    return neurons.fire(current(input), mode);
  }

  public Tensor integrate(Signal input, float[] weights, Mode mode) {
    return neurons.integrate(current(input), weights, mode);
  }

  public Tensor backward(Tensor gradient) {
    return synapses.backward(neurons.backward(gradient));
  }

  private Signal current(Signal input) {
    return input.with(synapses.forward(input.values()));
  }
}
