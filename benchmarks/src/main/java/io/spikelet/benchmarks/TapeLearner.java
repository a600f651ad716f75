package io.spikelet.benchmarks;

import static org.bytedeco.pytorch.global.torch.chunk;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.conv_transpose2d;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.mse_loss;

import io.spikelet.training.family.esvae.RbfMmd;
import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * The ESVAE as one writes it with libtorch: every layer at every time step, element-wise neurons,
 * NCHW convolutions, gradients by the tape. The network to beat.
 *
 * <p>It is written with care: all time steps go through a convolution together, normalisation is
 * libtorch's own, and time is split and joined by one operation each, since a gradient through
 * {@code select} would fill a tensor of all time steps at each of them.
 */
final class TapeLearner implements Learner {

  private static final long[] ONE = {1, 1};
  private static final long[] TWO = {2, 2};
  private static final long[] NONE = {0, 0};
  private static final int INNERMOST = 2;

  private final Workload workload;
  private final State state;
  private final Map<String, Tensor> tensors = new HashMap<>();

  /**
   * A network with a copy of the given weights.
   *
   * @param original of an ESVAE of the workload's sizes
   */
  TapeLearner(Workload workload, State original) {
    this.workload = workload;
    try (PointerScope _ = new PointerScope()) {
      this.state =
          new State(
              original.parameters().stream().map(TapeLearner::copy).toList(),
              original.buffers().stream().map(TapeLearner::copy).toList());
      state.retain();
    }
    state.parameters().forEach(parameter -> tensors.put(parameter.name(), parameter.value()));
    state.buffers().forEach(buffer -> tensors.put(buffer.name(), buffer.value()));
  }

  private static Parameter copy(Parameter original) {
    Tensor value = original.value().detach().clone();
    value.set_requires_grad(true);
    return new Parameter(original.name(), value, original.group());
  }

  private static State.Buffer copy(State.Buffer original) {
    return new State.Buffer(original.name(), original.value().clone());
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public double learn(Tensor images, long step) {
    state.parameters().forEach(parameter -> parameter.value().mutable_grad().reset());
    Tensor rates = encode(images);
    Tensor latent = TapeNeurons.spike(rates.unsqueeze(0).sub(workload.uniforms(step)), 0);
    Tensor reconstruction = decode(latent.flatten(0, 1));
    Tensor mmd = RbfMmd.of(rates, priorRates(workload.normals(step)));
    Tensor loss = mse_loss(reconstruction, images).add(mmd.mul(new Scalar(Workload.MMD_WEIGHT)));
    loss.backward();
    return loss.item_double();
  }

  private Tensor encode(Tensor images) {
    Tensor x = images.repeat(workload.timeSteps(), 1, 1, 1);
    for (int level = 0; tensors.containsKey("encoder." + level + ".weight"); level++) {
      String name = "encoder." + level;
      x = fire(name, conv2d(x, weight(name), bias(name), TWO, ONE, ONE, 1));
    }
    x = fire("before_latent_layer", dense("before_latent_layer", x.flatten(1, -1)));
    return x.view(workload.timeSteps(), workload.samples(), workload.latentSize()).mean(0);
  }

  private Tensor priorRates(Tensor normals) {
    return dense("sample_layer.0", normals).sigmoid();
  }

  private Tensor decode(Tensor latent) {
    Tensor x = fire("decoder_input", dense("decoder_input", latent));
    x = x.view(x.size(0), -1, INNERMOST, INNERMOST);
    for (int level = 0; tensors.containsKey("decoder." + level + ".weight"); level++) {
      x = doubling("decoder." + level, x);
    }
    x = transposed("final_layer.1", doubling("final_layer.0", x), ONE, NONE);
    return readOut(x).tanh();
  }

  private Tensor doubling(String name, Tensor x) {
    return fire(name, transposed(name, x, TWO, ONE));
  }

  private Tensor transposed(String name, Tensor x, long[] stride, long[] outputPadding) {
    return conv_transpose2d(x, weight(name), bias(name), stride, ONE, outputPadding, 1, ONE);
  }

  private Tensor readOut(Tensor currents) {
    TensorVector steps = chunk(currents, workload.timeSteps(), 0);
    Scalar leak = new Scalar(MembraneReadout.PUBLISHED.leak());
    Tensor potential = steps.get(0);
    for (int t = 1; t < workload.timeSteps(); t++) {
      potential = potential.mul(leak).add(steps.get(t));
    }
    return potential;
  }

  private Tensor dense(String name, Tensor x) {
    return linear(x, weight(name), bias(name));
  }

  private Tensor fire(String name, Tensor current) {
    return new TapeNeurons(
            tensor(name + ".bn.weight"),
            tensor(name + ".bn.bias"),
            tensor(name + ".bn.running_mean"),
            tensor(name + ".bn.running_var"))
        .fire(current, workload.timeSteps());
  }

  private Tensor weight(String name) {
    return tensor(name + ".weight");
  }

  private TensorOptional bias(String name) {
    return new TensorOptional(tensor(name + ".bias"));
  }

  private Tensor tensor(String name) {
    @Nullable Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor %s in %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }

  @Override
  public void close() {
    state.release();
  }
}
