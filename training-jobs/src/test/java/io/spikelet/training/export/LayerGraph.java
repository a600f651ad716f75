package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.SpikingGraph.Extent;
import io.spikelet.training.export.SpikingGraph.Signal;
import java.util.List;

/**
 * A graph of one layer and its neurons, for tests: input {@code in}, spikes {@code out [T, N,
 * neurons]}, counts as always.
 */
final class LayerGraph {

  private final OnnxGraphBuilder graph = new OnnxGraphBuilder("layer", WeightStorage.FLOAT32);
  private final SpikingGraph network;
  private final int timeSteps;

  LayerGraph(int timeSteps) {
    this.timeSteps = timeSteps;
    this.network = new SpikingGraph(graph, GraphRole.DECODER, timeSteps);
  }

  byte[] ofPicture(Extent extent, Connection connection) {
    return finish(network.convolution("layer", network.picture("in", extent), connection, 2));
  }

  byte[] ofSpikes(Extent extent, Connection connection) {
    Signal.Spikes in = network.reshape(network.sampled("in", extent.neurons()), extent);
    return finish(
        switch (connection.kind()) {
          case CONVOLUTION -> network.convolution("layer", in, connection, 2);
          case POINTWISE -> network.pointwise("layer", in, connection);
          case TRANSPOSED_CONVOLUTION -> network.doubling("layer", in, connection);
          case DENSE -> network.dense("layer", in, connection);
        });
  }

  List<LayerSpec> layers() {
    return network.layers();
  }

  private byte[] finish(Signal.Spikes spikes) {
    int neurons = spikes.extent().neurons();
    graph.output(
        "out",
        graph.node("Reshape", spikes.value(), graph.list(timeSteps, -1, neurons)),
        ElementType.FLOAT32,
        timeSteps,
        BATCH,
        neurons);
    network.finish(spikes);
    return graph.build();
  }
}
