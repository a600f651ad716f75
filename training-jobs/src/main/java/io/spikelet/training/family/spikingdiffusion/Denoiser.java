package io.spikelet.training.family.spikingdiffusion;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.full_like;

import io.spikelet.training.backbone.Stage;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.layer.LifParameters;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.SpikingNeurons;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.Synapses;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The spiking network that says which code each masked position has (Spiking-Diffusion, section
 * "SDID"; layers from its published code).
 *
 * <p>Its input has two channels, unchanged over time: the code map as plain numbers, the mask being
 * K, and the diffusion time as a constant plane. Five convolutions with neurons follow, and one
 * without, which sees the spikes of the fifth and of the first; its output averaged over time are
 * the logits. That convolution is linear, so the spikes are averaged and it runs once.
 */
final class Denoiser {

  private final int timeSteps;
  private final List<Stage> stages = new ArrayList<>();
  private final Synapses output;

  /**
   * Makes a network with fresh weights from libtorch's generator.
   *
   * @param codes K
   * @param widths channels of the convolutions with neurons
   */
  Denoiser(int codes, List<Integer> widths, int timeSteps) {
    this.timeSteps = timeSteps;
    int in = 2;
    for (int out : widths) {
      String name = "denoiser." + stages.size();
      stages.add(
          new Stage(
              Synapses.convolution(name, in, out, 1, true),
              new SpikingNeurons(name, out, LifParameters.SPIKING_DIFFUSION, 1)));
      in = out;
    }
    this.output =
        Synapses.convolution("denoiser." + stages.size(), in + widths.getFirst(), codes, 1, false);
  }

  List<Stage> stages() {
    return stages;
  }

  State state() {
    List<State> parts = new ArrayList<>();
    stages.forEach(stage -> parts.add(stage.state()));
    parts.add(output.state());
    return State.join(parts);
  }

  /**
   * Goes on from the weights of a published package; see {@link VqSvae#start}.
   *
   * @param input as {@link #input} makes it
   */
  void start(NamedWeights folded, Tensor input) {
    Weights.copy(folded, state(), name -> name);
    logits(input, Mode.CALIBRATE);
  }

  /**
   * The network's input.
   *
   * @param codes {@code [N, H, W]}, K where masked
   * @param time {@code [N]}, 1 to the number of positions
   * @return {@code [N, 2, H, W]}
   */
  static Tensor input(Tensor codes, Tensor time) {
    Tensor map = codes.to(ScalarType.Float).unsqueeze(1);
    Tensor plane = full_like(map, new Scalar(1)).mul(time.view(-1, 1, 1, 1));
    return TensorMemory.channelsLast(cat(new TensorVector(map, plane), 1));
  }

  /**
   * The logits of every code at every position.
   *
   * @param input as {@link #input} makes it
   * @return {@code [N, K, H, W]}
   */
  Tensor logits(Tensor input, Mode mode) {
    Signal first = stages.getFirst().forward(Signal.constant(input, timeSteps), mode);
    Signal signal = first;
    for (Stage stage : stages.subList(1, stages.size() - 1)) {
      signal = stage.forward(signal, mode);
    }
    Tensor deep = stages.getLast().integrate(signal, equalShares(), mode);
    Tensor shallow = overTime(first.values()).mean(0);
    return output.forward(TensorMemory.channelsLast(cat(new TensorVector(deep, shallow), 1)));
  }

  /**
   * Sets all gradients.
   *
   * @param gradient of the {@link #logits} of the last pass in training mode
   */
  void backward(Tensor gradient) {
    Tensor both = output.backward(TensorMemory.channelsLast(gradient));
    Tensor shallow = both.narrow(1, both.size(1) - firstWidth(), firstWidth());
    Tensor g = TensorMemory.channelsLast(both.narrow(1, 0, both.size(1) - firstWidth()));
    for (Stage stage : stages.reversed().subList(0, stages.size() - 1)) {
      g = stage.backward(TensorMemory.channelsLast(g));
    }
    overTime(g).add_(shallow.div(new Scalar(timeSteps)));
    Stage first = stages.getFirst();
    first.synapses().backwardToWeights(first.neurons().backward(g));
  }

  private long firstWidth() {
    return stages.getFirst().synapses().weight().size(0);
  }

  private float[] equalShares() {
    float[] shares = new float[timeSteps];
    Arrays.fill(shares, 1f / timeSteps);
    return shares;
  }

  private Tensor overTime(Tensor values) {
    return values.view(timeSteps, -1, values.size(1), values.size(2), values.size(3));
  }
}
