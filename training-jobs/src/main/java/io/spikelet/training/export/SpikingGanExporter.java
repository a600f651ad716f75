package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.training.export.FirstSpikeGraph.Times;
import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.Map;

/**
 * Exports the generators of a Spiking-GAN, one a label ({@link FirstSpikeGraph} has the equations
 * of their neurons), as one graph:
 *
 * <ul>
 *   <li>decoder: {@code times [N, D]}, whole numbers from 0 to T, T for never, and {@code label
 *       [N]} (64-bit integers, 0 to K-1) to {@code image [N, C, H, W]}, a pixel being {@code (T -
 *       t) / T} of the time t at which its neuron fires; {@code spikes} and {@code taps [L, N]} of
 *       the inputs ({@code input}), the hidden layer and the pixels.
 * </ul>
 *
 * <p>An image costs what one generator costs, and the layer table says so.
 *
 * <p>Source: Spiking-GAN, section 2.
 */
public final class SpikingGanExporter {

  private static final String HIDDEN = "generator.0";
  private static final String OUTPUT = "generator.1";

  /**
   * What the neurons have in common.
   *
   * @param timeSteps T, at least 3; published 256
   * @param timing convention that the networks were trained with
   * @param threshold that a potential must exceed, 0 or more
   */
  public record Neurons(int timeSteps, SpikeTiming timing, double threshold) {}

  private final NamedWeights weights;
  private final Neurons neurons;
  private final OnnxGraphBuilder graph;
  private final FirstSpikeGraph network;

  private SpikingGanExporter(NamedWeights weights, Neurons neurons, WeightStorage storage) {
    this.weights = weights;
    this.neurons = neurons;
    this.graph = new OnnxGraphBuilder("decoder", storage);
    this.network =
        new FirstSpikeGraph(graph, GraphRole.DECODER, neurons.timeSteps(), neurons.timing());
  }

  /**
   * Exports generators; their sizes are taken from the weights.
   *
   * @param weights {@code generator.0.weight [K, D, hidden]}, {@code generator.1.weight [K, hidden,
   *     pixels]}; there are no biases
   * @param image what they draw, of range {@link ValueRange#UNIT}
   * @throws NamedWeights.UnfitWeightException if a weight is missing or of the wrong shape
   */
  public static ExportedNetwork export(
      NamedWeights weights, Neurons neurons, ImageSpec image, WeightStorage storage) {
    if (!image.range().equals(ValueRange.UNIT)) {
      throw new IllegalArgumentException(
          "the images of a Spiking-GAN have range UNIT, not " + image.range());
    }
    return new SpikingGanExporter(weights, neurons, storage).export(image);
  }

  private ExportedNetwork export(ImageSpec image) {
    NamedWeights.WeightArray first = weights.get(HIDDEN + ".weight");
    int labels = first.size(0);
    int latentSize = first.size(1);
    Value given = graph.input("times", BATCH, latentSize);
    Value label = graph.input("label", ElementType.INT64, BATCH);
    Times noise = network.input("input", new Times(given, latentSize));
    Times hidden = layer(HIDDEN, noise, labels, first.size(2), label);
    Times pixels = layer(OUTPUT, hidden, labels, image.values(), label);
    draw(pixels, image);
    network.finish();
    return new ExportedNetwork(
        neurons.timeSteps(),
        latentSize,
        image,
        Map.of(GraphRole.DECODER, graph.build()),
        network.layers());
  }

  private Times layer(String name, Times in, int labels, int outputs, Value label) {
    float[] weight = weights.get(name + ".weight", labels, in.size(), outputs);
    FirstSpikeGraph.Synapses synapses = network.synapses(weight, in.size(), outputs, label);
    return network.fire(name, in, synapses, neurons.threshold()).times();
  }

  private void draw(Times pixels, ImageSpec image) {
    Value timeSteps = graph.scalar(neurons.timeSteps());
    Value brightness = graph.node("Div", graph.node("Sub", timeSteps, pixels.value()), timeSteps);
    long[] shape = {BATCH, image.channels(), image.height(), image.width()};
    Value drawn = graph.node("Reshape", brightness, graph.list(shape));
    graph.output("image", drawn, ElementType.FLOAT32, shape);
  }
}
