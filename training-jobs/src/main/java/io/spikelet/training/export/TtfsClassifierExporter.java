package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.training.export.FirstSpikeGraph.Fired;
import io.spikelet.training.export.FirstSpikeGraph.Synapses;
import io.spikelet.training.export.FirstSpikeGraph.Times;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.Map;

/**
 * Exports a classifier of neurons that fire at most once ({@link FirstSpikeGraph} has their
 * equations) as one graph, {@code image [N, C, H, W]} to:
 *
 * <ul>
 *   <li>{@code times [N, K]}, integers: when the neuron of every class fires, T for never;
 *   <li>{@code potentials [N, K]} of these neurons when the first of them crosses its threshold, at
 *       time T - 3 if none does;
 *   <li>{@code spikes} and {@code taps [L, N]} of the pixels ({@code input}), the hidden layer and
 *       the output, up to the first output spike: then the answer is known. All of them if there is
 *       none.
 * </ul>
 *
 * <p>Sources: S4NN (Kheradpisheh and Masquelier, 2020); Spiking-GAN, sections 2 and 7.
 */
public final class TtfsClassifierExporter {

  /**
   * What the neurons have in common.
   *
   * @param timeSteps T, at least 3; published 256
   * @param timing convention that the network was trained with
   * @param hiddenThreshold that a hidden neuron's potential must exceed, 0 or more; S4NN's is 100
   * @param outputThreshold the same of an output neuron
   */
  public record Neurons(
      int timeSteps, SpikeTiming timing, double hiddenThreshold, double outputThreshold) {}

  private final NamedWeights weights;
  private final Neurons neurons;
  private final OnnxGraphBuilder graph;
  private final FirstSpikeGraph network;

  private TtfsClassifierExporter(NamedWeights weights, Neurons neurons, WeightStorage storage) {
    this.weights = weights;
    this.neurons = neurons;
    this.graph = new OnnxGraphBuilder("classifier", storage);
    this.network =
        new FirstSpikeGraph(graph, GraphRole.CLASSIFIER, neurons.timeSteps(), neurons.timing());
  }

  /**
   * Exports a network; the numbers of neurons are taken from the weights.
   *
   * @param weights {@code dense.0.weight [pixels, hidden]}, {@code dense.1.weight [hidden, K]};
   *     there are no biases
   * @param image what the classifier reads, of range {@link ValueRange#UNIT}
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(
      NamedWeights weights, Neurons neurons, ImageSpec image, WeightStorage storage) {
    if (!image.range().equals(ValueRange.UNIT)) {
      throw new IllegalArgumentException(
          "the images of a first-spike classifier have range UNIT, not " + image.range());
    }
    return new TtfsClassifierExporter(weights, neurons, storage).export(image);
  }

  private ExportedNetwork export(ImageSpec image) {
    Value pixels = graph.input("image", BATCH, image.channels(), image.height(), image.width());
    Times input = network.input("input", network.ofBrightness(pixels, image.values()));
    Fired hidden = layer("dense.0", input, neurons.hiddenThreshold());
    Fired output = layer("dense.1", hidden.times(), neurons.outputThreshold());
    finish(output);
    return new ExportedNetwork(
        neurons.timeSteps(),
        0,
        image,
        Map.of(GraphRole.CLASSIFIER, graph.build()),
        network.layers());
  }

  private Fired layer(String name, Times in, double threshold) {
    int outputs = weights.get(name + ".weight").size(1);
    float[] weight = weights.get(name + ".weight", in.size(), outputs);
    Synapses synapses = network.synapses(weight, in.size(), outputs);
    return network.fire(name, in, synapses, threshold);
  }

  private void finish(Fired output) {
    Times times = output.times();
    Value whole = graph.node("Cast", Map.of("to", ElementType.INT64.code()), times.value());
    Value first = network.earliest(times);
    Value potentials = network.potentialsAtFirst(output, first);
    graph.output("times", whole, ElementType.INT64, BATCH, times.size());
    graph.output("potentials", potentials, ElementType.FLOAT32, BATCH, times.size());
    network.finish(first);
  }
}
