package io.spikelet.training.export;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.LayerSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network as it goes into a package.
 *
 * @param timeSteps T
 * @param latentSize D; 0 for a classifier
 * @param image what it draws or reads
 * @param graphs ONNX file by role; not copied
 * @param layers the layer table, in the order of the graphs' counts
 * @param audio how sounds become what the network reads; null if it reads none
 */
public record ExportedNetwork(
    int timeSteps,
    int latentSize,
    ImageSpec image,
    Map<GraphRole, byte[]> graphs,
    List<LayerSpec> layers,
    @Nullable FrontEnd audio) {

  /** A network that reads no sounds. */
  public ExportedNetwork(
      int timeSteps,
      int latentSize,
      ImageSpec image,
      Map<GraphRole, byte[]> graphs,
      List<LayerSpec> layers) {
    this(timeSteps, latentSize, image, graphs, layers, null);
  }

  public ExportedNetwork {
    graphs = Map.copyOf(graphs);
    layers = List.copyOf(layers);
  }

  /**
   * The ONNX file of a role; not copied.
   *
   * @throws IllegalArgumentException if the network has no such graph
   */
  public byte[] graph(GraphRole role) {
    byte[] graph = graphs.get(role);
    if (graph == null) {
      throw new IllegalArgumentException("no graph of role " + role + ", only " + graphs.keySet());
    }
    return graph;
  }
}
