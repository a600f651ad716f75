package io.spikelet.training.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.export.NamedWeights.WeightArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the weights of a published package back: what its graphs compute with, normalisation folded
 * in and rounded as it was stored.
 *
 * <p>The graphs name no weights, but the package's layer table lists their layers in order, and
 * each layer is one linear operator of three inputs, or a product and a sum whose weights and
 * biases are gathered from those of all labels, or a sum of gathered rows of its weights, which has
 * no biases. Names are those of the table: {@code encoder.0.weight}, {@code encoder.0.bias}, ...
 */
public final class GraphWeights {

  private static final Set<String> LINEAR = Set.of("Conv", "ConvTranspose", "Gemm");

  /** Names of the constants of a layer; the biases are null where it has none. */
  private record Linear(String weight, @Nullable String bias) {}

  private GraphWeights() {}

  /**
   * All weights and biases of a package.
   *
   * @throws IllegalArgumentException if a graph does not hold the layers of the table
   */
  public static NamedWeights of(ModelPackage modelPackage) {
    Map<String, WeightArray> arrays = new HashMap<>();
    for (GraphRole role : modelPackage.spec().graphs().keySet()) {
      if (role != role.listed()) {
        continue; // Another form of a graph that is read anyway.
      }
      List<String> layers =
          modelPackage.spec().layers().stream()
              .filter(layer -> layer.graph() == role && layer.kind() != LayerSpec.Kind.SAMPLING)
              .map(LayerSpec::name)
              .toList();
      read(modelPackage.graph(role), role, layers, arrays);
    }
    return new NamedWeights(arrays);
  }

  private static void read(
      byte[] onnx, GraphRole role, List<String> layers, Map<String, WeightArray> arrays) {
    GraphProto graph = parse(onnx);
    Map<String, NodeProto> producers = producers(graph);
    List<Linear> linear =
        graph.getNodeList().stream().flatMap(node -> linear(node, producers).stream()).toList();
    if (linear.size() != layers.size()) {
      throw new IllegalArgumentException(
          "graph %s has %d linear operators, but its layers are %s"
              .formatted(role, linear.size(), layers));
    }
    Map<String, TensorProto> constants = constants(graph);
    for (int i = 0; i < layers.size(); i++) {
      arrays.put(layers.get(i) + ".weight", array(constants, linear.get(i).weight()));
      String bias = linear.get(i).bias();
      if (bias != null) {
        arrays.put(layers.get(i) + ".bias", array(constants, bias));
      }
    }
  }

  private static Map<String, NodeProto> producers(GraphProto graph) {
    Map<String, NodeProto> producers = new HashMap<>();
    graph.getNodeList().forEach(node -> producers.put(node.getOutput(0), node));
    return producers;
  }

  private static Optional<Linear> linear(NodeProto node, Map<String, NodeProto> producers) {
    if (LINEAR.contains(node.getOpType()) && node.getInputCount() == 3) {
      return Optional.of(new Linear(node.getInput(1), node.getInput(2)));
    }
    return switch (node.getOpType()) {
      case "Add" -> gathered(node, producers);
      case "CumSum" -> summed(node, producers);
      default -> Optional.empty();
    };
  }

  /** A layer as {@link LabelledGraph} writes it: the sum of a product and gathered biases. */
  private static Optional<Linear> gathered(NodeProto sum, Map<String, NodeProto> producers) {
    return producer("Squeeze", sum.getInput(0), producers)
        .flatMap(squeeze -> producer("MatMul", squeeze.getInput(0), producers))
        .flatMap(product -> producer("Gather", product.getInput(0), producers))
        .flatMap(
            weight ->
                producer("Gather", sum.getInput(1), producers)
                    .map(bias -> new Linear(weight.getInput(0), bias.getInput(0))));
  }

  /** A layer as {@link FirstSpikeGraph} writes it: rows of weights, added up one by one. */
  private static Optional<Linear> summed(NodeProto sums, Map<String, NodeProto> producers) {
    return producer("Gather", sums.getInput(0), producers)
        .map(rows -> new Linear(rows.getInput(0), null));
  }

  private static Optional<NodeProto> producer(
      String operator, String value, Map<String, NodeProto> producers) {
    return Optional.ofNullable(producers.get(value))
        .filter(node -> node.getOpType().equals(operator));
  }

  private static GraphProto parse(byte[] onnx) {
    try {
      return ModelProto.parseFrom(onnx).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the graph is no ONNX file", e);
    }
  }

  /** Constants by name, also under the name of a cast that widens them. */
  private static Map<String, TensorProto> constants(GraphProto graph) {
    Map<String, TensorProto> constants = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      TensorProto narrow = constants.get(node.getInputCount() == 1 ? node.getInput(0) : "");
      if (narrow != null && node.getOpType().equals("Cast")) {
        constants.put(node.getOutput(0), narrow);
      }
    }
    return constants;
  }

  private static WeightArray array(Map<String, TensorProto> constants, String name) {
    TensorProto tensor = constants.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the graph computes " + name + " instead of storing it");
    }
    ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    boolean half = tensor.getDataType() == TensorProto.DataType.FLOAT16.getNumber();
    float[] values = new float[bytes.remaining() / (half ? Short.BYTES : Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = half ? Float.float16ToFloat(bytes.getShort()) : bytes.getFloat();
    }
    return new WeightArray(shape, values);
  }
}
