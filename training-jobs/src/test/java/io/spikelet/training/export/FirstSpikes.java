package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.training.export.FirstSpikeGraph.Fired;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.Map;

/**
 * One layer of a {@link FirstSpikeGraph} that can be run, for tests: input {@code in [N, inputs]}
 * and a time {@code at}, outputs {@code times} and the {@code potentials} at that time, counts as
 * always.
 */
final class FirstSpikes {

  private final int timeSteps;
  private final SpikeTiming timing;
  private final double threshold;

  FirstSpikes(int timeSteps, SpikeTiming timing, double threshold) {
    this.timeSteps = timeSteps;
    this.timing = timing;
    this.threshold = threshold;
  }

  /**
   * Runs the layer.
   *
   * @param weight {@code [outputs, inputs]}
   * @param in spike times {@code [samples, inputs]}
   */
  Tensors run(float[] weight, int outputs, float[] in, int samples, int at) {
    int inputs = weight.length / outputs;
    OnnxGraphBuilder graph = new OnnxGraphBuilder("layer", WeightStorage.FLOAT32);
    FirstSpikeGraph network = network(graph);
    Fired fired =
        network.fire(
            "layer",
            input(graph, inputs),
            network.synapses(rows(weight, inputs, outputs), inputs, outputs),
            threshold);
    Value time = graph.input("at", 1);
    graph.output(
        "potentials", network.potentials(fired, time), ElementType.FLOAT32, BATCH, outputs);
    return run(
        graph,
        network,
        fired,
        Map.of("in", Tensor.of(in, samples, inputs), "at", Tensor.of(new float[] {at}, 1)));
  }

  /**
   * Runs several networks at once.
   *
   * @param weight {@code [networks, outputs, inputs]}
   * @param network of every sample
   */
  Tensors run(float[] weight, int inputs, int outputs, float[] in, float[] network) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("layer", WeightStorage.FLOAT32);
    FirstSpikeGraph networks = network(graph);
    Value number =
        graph.node("Cast", Map.of("to", ElementType.INT64.code()), graph.input("network", BATCH));
    Fired fired =
        networks.fire(
            "layer",
            input(graph, inputs),
            networks.synapses(rows(weight, inputs, outputs), inputs, outputs, number),
            threshold);
    return run(
        graph,
        networks,
        fired,
        Map.of(
            "in",
            Tensor.of(in, network.length, inputs),
            "network",
            Tensor.of(network, network.length)));
  }

  /** Weights of one or several networks, {@code [inputs, outputs]} each. */
  static float[] rows(float[] weight, int inputs, int outputs) {
    float[] rows = new float[weight.length];
    for (int k = 0; k < weight.length; k++) {
      int network = k / (inputs * outputs);
      int output = k / inputs % outputs;
      rows[(network * inputs + k % inputs) * outputs + output] = weight[k];
    }
    return rows;
  }

  private FirstSpikeGraph network(OnnxGraphBuilder graph) {
    return new FirstSpikeGraph(graph, GraphRole.DECODER, timeSteps, timing);
  }

  private static FirstSpikeGraph.Times input(OnnxGraphBuilder graph, int inputs) {
    return new FirstSpikeGraph.Times(graph.input("in", BATCH, inputs), inputs);
  }

  private static Tensors run(
      OnnxGraphBuilder graph, FirstSpikeGraph network, Fired fired, Map<String, Tensor> inputs) {
    FirstSpikeGraph.Times times = fired.times();
    graph.output("times", times.value(), ElementType.FLOAT32, BATCH, times.size());
    network.finish();
    return run(graph.build(), inputs);
  }

  /** Runs any graph once. */
  static Tensors run(byte[] onnx, Map<String, Tensor> inputs) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(onnx)) {
      return graph.run(inputs);
    }
  }

  /** The times of levels by {@link FirstSpikeGraph#ofBrightness}, one image. */
  float[] brightness(float[] values) {
    OnnxGraphBuilder graph = new OnnxGraphBuilder("coding", WeightStorage.FLOAT32);
    FirstSpikeGraph network = network(graph);
    Value image = graph.input("image", BATCH, values.length);
    Value times = network.ofBrightness(image, values.length).value();
    graph.output("times", times, ElementType.FLOAT32, BATCH, values.length);
    return run(graph.build(), Map.of("image", Tensor.of(values, 1, values.length)))
        .floats("times")
        .data();
  }
}
