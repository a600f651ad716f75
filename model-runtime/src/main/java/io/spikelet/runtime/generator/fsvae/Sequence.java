package io.spikelet.runtime.generator.fsvae;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.latent.AlternativesSampler;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Latent spikes of a batch being drawn, one time step after the other; neurons keep their state.
 */
final class Sequence {

  private final ModelGraphs graphs;
  private final GraphRole role;
  private final int latentSize;
  private final int timeSteps;
  private final List<LayerSpec> layers;
  private final List<AlternativesSampler> samplers = new ArrayList<>();
  private final List<SpikeTrain.Builder> trains = new ArrayList<>();
  private final List<NetworkActivity> activities = new ArrayList<>();
  private final Map<String, Tensor> inputs = new HashMap<>();
  private int done;

  Sequence(
      ModelGraphs graphs, GraphRole role, int latentSize, int timeSteps, List<ImageSeed> seeds) {
    this.graphs = graphs;
    this.role = role;
    this.latentSize = latentSize;
    this.timeSteps = timeSteps;
    this.layers = graphs.layers(role);
    int alternatives = layers.getLast().neurons() / latentSize;
    for (ImageSeed seed : seeds) {
      samplers.add(
          AlternativesSampler.of(RandomStream.of(seed), timeSteps, latentSize, alternatives));
      trains.add(SpikeTrain.builder(timeSteps, 1, latentSize));
    }
    inputs.put("latent", rest(latentSize));
    for (int l = 0; l < layers.size(); l++) {
      inputs.put("kept_" + l, rest(layers.get(l).neurons()));
    }
  }

  private Tensor rest(int neurons) {
    return Tensor.of(new float[samplers.size() * neurons], samplers.size(), neurons);
  }

  /**
   * Draws the next time step's spikes.
   *
   * @param encoded the encoder's spikes of this step, {@code [N, D]}; null for a prior
   * @return {@code [N, D]}, 0 or 1
   */
  float[] step(float @Nullable [] encoded) {
    if (encoded != null) {
      inputs.put("encoded", Tensor.of(encoded, samplers.size(), latentSize));
    }
    Tensors outputs = graphs.run(role, inputs);
    for (int l = 0; l < layers.size(); l++) {
      inputs.put("kept_" + l, outputs.get("kept_out_" + l));
    }
    float[] latent = picked(outputs.floats("alternatives").data());
    inputs.put("latent", Tensor.of(latent, samplers.size(), latentSize));
    for (int n = 0; n < samplers.size(); n++) {
      NetworkActivity now = graphs.activity(role, outputs, n);
      if (done == 0) {
        activities.add(now);
      } else {
        activities.set(n, activities.get(n).plus(now));
      }
    }
    done++;
    return latent;
  }

  private float[] picked(float[] alternatives) {
    int samples = samplers.size();
    float[] latent = new float[samples * latentSize];
    int stride = alternatives.length / latent.length;
    for (int n = 0; n < samples; n++) {
      for (int d = 0; d < latentSize; d++) {
        int at = n * latentSize + d;
        latent[at] = alternatives[at * stride + samplers.get(n).choice(done, d)];
        if (latent[at] > 0) {
          trains.get(n).fire(done, 0, d);
        }
      }
    }
    return latent;
  }

  /** The latent spikes of an image, {@code [T, 1, D]}. */
  SpikeTrain spikes(int sample) {
    return trains.get(sample).build();
  }

  /** What the layers did for an image at the time steps so far. */
  NetworkActivity activity(int sample) {
    return activities.get(sample).during(done, timeSteps);
  }
}
