package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the latent spikes of one image time step by time step; neurons keep their state.
 *
 * <p>The image is the {@linkplain LeakyReadout leaky sum}, squashed. Before the last step it is
 * multiplied with the sum of all coefficients divided by that of those so far, so that it has its
 * contrast from the first step on. After the last step it is, to the bit, the image of the graph
 * that runs all time steps at once.
 */
final class StepwiseDecoder {

  private static final GraphRole ROLE = GraphRole.DECODER_STEP;

  private final ModelGraphs graphs;
  private final ImageSpec spec;
  private final List<LayerSpec> neurons;
  private final Map<String, Tensor> inputs = new HashMap<>();
  private final double[] coefficients;
  private int done;
  private @Nullable NetworkActivity activity;

  StepwiseDecoder(ModelGraphs graphs, ModelSpec spec) {
    this.graphs = graphs;
    this.spec = spec.image();
    this.coefficients = LeakyReadout.coefficients(spec.timeSteps());
    this.neurons =
        graphs.layers(ROLE).stream()
            .filter(layer -> layer.spiking() && layer.kind() != LayerSpec.Kind.SAMPLING)
            .toList();
    for (int l = 0; l < neurons.size(); l++) {
      inputs.put("kept_" + l, rest(neurons.get(l)));
    }
    inputs.put("leaky_sum", rest(neurons.getLast()));
  }

  /** Zeros in the shape of a layer's neurons; pictures are square. */
  private static Tensor rest(LayerSpec layer) {
    float[] zeros = new float[layer.neurons()];
    int channels = layer.outputChannels();
    int side = (int) Math.round(Math.sqrt((double) layer.neurons() / channels));
    return layer.kind() == LayerSpec.Kind.DENSE
        ? Tensor.of(zeros, 1, layer.neurons())
        : Tensor.of(zeros, 1, channels, side, side);
  }

  /**
   * Takes one time step.
   *
   * @param latent spikes of this step, {@code [D]}
   * @return the image so far
   */
  Image step(float[] latent) {
    inputs.put("latent", Tensor.of(latent, 1, latent.length));
    inputs.put("coefficient", Tensor.of(new float[] {(float) coefficients[done]}));
    inputs.put("gain", Tensor.of(new float[] {gain()}));
    Tensors outputs = graphs.run(ROLE, inputs);
    for (int l = 0; l < neurons.size(); l++) {
      inputs.put("kept_" + l, outputs.get("kept_out_" + l));
    }
    inputs.put("leaky_sum", outputs.get("leaky_sum_out"));
    NetworkActivity now = graphs.activity(ROLE, outputs, 0);
    NetworkActivity before = activity;
    activity = before == null ? now : before.plus(now);
    done++;
    return Image.of(
        spec.channels(), spec.height(), spec.width(), outputs.floats("image").data(), spec.range());
  }

  /** What the layers did so far. */
  NetworkActivity activity() {
    NetworkActivity known = activity;
    if (known == null) {
      throw new IllegalStateException("no time step was taken");
    }
    return known;
  }

  private float gain() {
    double all = Arrays.stream(coefficients).sum();
    double soFar = Arrays.stream(coefficients, 0, done + 1).sum();
    return (float) (all / soFar);
  }
}
