package io.spikelet.runtime.generator.leaky;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One graph of a package working on one picture, as many time steps a run as one likes: its neurons
 * keep their state between runs. Not thread-safe.
 */
final class LeakyStage {

  private final ModelGraphs graphs;
  private final GraphRole role;
  private final String input;
  private final Map<String, Tensor> inputs = new HashMap<>();
  private final int neuronLayers;
  private @Nullable NetworkActivity activity;

  /**
   * A graph with all neurons at rest.
   *
   * @param input name of the input that takes spikes
   */
  LeakyStage(ModelGraphs graphs, GraphRole role, String input) {
    this.graphs = graphs;
    this.role = role;
    this.input = input;
    List<LayerSpec> layers =
        graphs.layers(role).stream()
            .filter(layer -> layer.kind() != LayerSpec.Kind.SAMPLING)
            .toList();
    this.neuronLayers = layers.size();
    for (int l = 0; l < neuronLayers; l++) {
      int neurons = layers.get(l).neurons();
      inputs.put("kept_" + l, Tensor.of(new float[neurons], 1, neurons));
    }
  }

  /**
   * Takes some time steps.
   *
   * @param spikes 0 or 1, {@code [steps, 1, size]} row by row
   */
  Tensors run(float[] spikes, int steps) {
    inputs.put(input, Tensor.of(spikes, steps, 1, spikes.length / steps));
    Tensors outputs = graphs.run(role, inputs);
    for (int l = 0; l < neuronLayers; l++) {
      inputs.put("kept_" + l, outputs.get("kept_out_" + l));
    }
    NetworkActivity now = graphs.activity(role, outputs, 0);
    NetworkActivity before = activity;
    activity = before == null ? now : before.plus(now);
    return outputs;
  }

  /** What the layers did so far. */
  NetworkActivity activity() {
    NetworkActivity known = activity;
    if (known == null) {
      throw new IllegalStateException("no time step was taken");
    }
    return known;
  }
}
