package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.SpikingGraph.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ordinary network being written as an ONNX graph, layer by layer: linear maps of real values,
 * each computed once. Also writes down the layer table. What stands between the layers is the
 * caller's.
 *
 * <p>Dense layers are written as convolutions over the whole feature map, because the engine
 * computes those image by image: a matrix product may round one row otherwise than many, and the
 * bits of an image must not depend on its batch.
 */
final class OrdinaryGraph {

  private final OnnxGraphBuilder graph;
  private final GraphRole role;
  private final List<LayerSpec> layers = new ArrayList<>();

  /** Real values {@code [N, C, H, W]}. */
  record Values(Value value, Extent extent) {

    /** Other values of the same sizes. */
    Values with(Value other) {
      return new Values(other, extent);
    }
  }

  OrdinaryGraph(OnnxGraphBuilder graph, GraphRole role) {
    this.graph = graph;
    this.role = role;
  }

  /** The layers written so far, in order. */
  List<LayerSpec> layers() {
    return List.copyOf(layers);
  }

  /** Adds the input of a picture {@code [N, C, H, W]}. */
  Values picture(String name, Extent extent) {
    Value value = graph.input(name, BATCH, extent.channels(), extent.height(), extent.width());
    return new Values(value, extent);
  }

  /** Adds the input of a code {@code [N, D]}, seen as D channels of one pixel. */
  Values code(String name, int size) {
    return reshaped(graph.input(name, BATCH, size), new Extent(size, 1, 1));
  }

  /** The same values seen as another picture. */
  Values reshape(Values values, Extent extent) {
    return reshaped(values.value(), extent);
  }

  private Values reshaped(Value value, Extent extent) {
    Value shape = graph.list(-1, extent.channels(), extent.height(), extent.width());
    return new Values(graph.node("Reshape", value, shape), extent);
  }

  /** Adds a convolution (kernel 3, padding 1). */
  Values convolution(String name, Values in, Connection connection, int stride) {
    Extent from = in.extent();
    int height = KernelPositions.outputSize(from.height(), stride);
    int width = KernelPositions.outputSize(from.width(), stride);
    Extent to = new Extent(connection.outputs(), height, width);
    var positions = KernelPositions.ofConvolution(from.height(), from.width(), stride);
    describe(name, LayerSpec.Kind.CONVOLUTION, positions, from, to);
    return new Values(node("Conv", attributes(stride), in, connection), to);
  }

  /** Adds a transposed convolution (kernel 3, padding 1) to {@code stride} times the size. */
  Values transposedConvolution(String name, Values in, Connection connection, int stride) {
    Extent from = in.extent();
    Extent to = new Extent(connection.outputs(), stride * from.height(), stride * from.width());
    var positions = KernelPositions.ofTransposedConvolution(from.height(), from.width(), stride);
    describe(name, LayerSpec.Kind.TRANSPOSED_CONVOLUTION, positions, from, to);
    Map<String, Object> attributes = attributes(stride);
    if (stride > 1) {
      attributes.put("output_padding", new long[] {stride - 1, stride - 1});
    }
    return new Values(node("ConvTranspose", attributes, in, connection), to);
  }

  /** Adds a dense layer; the input is read channel by channel, row by row. */
  Values dense(String name, Values in, Connection connection) {
    Extent from = in.extent();
    Extent to = new Extent(connection.outputs(), 1, 1);
    describe(name, LayerSpec.Kind.DENSE, KernelPositions.ofDense(from), from, to);
    Value sums =
        graph.node(
            "Conv",
            Map.of("kernel_shape", new long[] {from.height(), from.width()}),
            in.value(),
            graph.weights(
                connection.weight(), to.channels(), from.channels(), from.height(), from.width()),
            graph.floats(connection.bias(), to.channels()));
    return new Values(sums, to);
  }

  private static Map<String, Object> attributes(int stride) {
    int kernel = Connection.KERNEL;
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kernel_shape", new long[] {kernel, kernel});
    attributes.put("pads", new long[] {1, 1, 1, 1});
    if (stride > 1) {
      attributes.put("strides", new long[] {stride, stride});
    }
    return attributes;
  }

  private Value node(
      String operator, Map<String, Object> attributes, Values in, Connection connection) {
    return graph.node(
        operator,
        attributes,
        in.value(),
        graph.weights(connection.weight(), connection.weightShape()),
        graph.floats(connection.bias(), connection.outputs()));
  }

  private void describe(
      String name, LayerSpec.Kind kind, KernelPositions positions, Extent from, Extent to) {
    layers.add(
        new LayerSpec(
            name,
            role,
            kind,
            LayerSpec.Input.REAL,
            to.neurons(),
            to.channels(),
            Math.multiplyExact(positions.total(), (long) from.channels() * to.channels()),
            1,
            false));
  }
}
