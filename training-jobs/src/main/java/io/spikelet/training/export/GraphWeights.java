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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the weights of a published package back: what its graphs compute with, normalisation folded
 * in and rounded as it was stored.
 *
 * <p>The graphs name no weights, but the package's layer table lists their layers in order, and
 * each layer is one linear operator of three inputs, or rows of weights that are gathered and added
 * up ({@link FirstSpikeGraph}), without biases. Names are those of the table: {@code
 * encoder.0.weight}, {@code encoder.0.bias}, ...
 */
public final class GraphWeights {

  private static final Set<String> LINEAR = Set.of("Conv", "ConvTranspose", "Gemm");

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
      List<LayerSpec> layers =
          modelPackage.spec().layers().stream()
              .filter(layer -> layer.graph() == role && layer.kind() != LayerSpec.Kind.SAMPLING)
              .toList();
      read(modelPackage.graph(role), role, layers, arrays);
    }
    return new NamedWeights(arrays);
  }

  private static void read(
      byte[] onnx, GraphRole role, List<LayerSpec> layers, Map<String, WeightArray> arrays) {
    GraphProto graph = parse(onnx);
    Set<String> added = added(graph);
    List<NodeProto> linear =
        graph.getNodeList().stream()
            .filter(node -> isProduct(node) || added.contains(node.getOutput(0)))
            .toList();
    if (linear.size() != layers.size()) {
      throw new IllegalArgumentException(
          "graph %s has %d linear operators, but its layers are %s"
              .formatted(role, linear.size(), layers.stream().map(LayerSpec::name).toList()));
    }
    Map<String, TensorProto> constants = constants(graph);
    for (int i = 0; i < layers.size(); i++) {
      NodeProto node = linear.get(i);
      LayerSpec layer = layers.get(i);
      if (isProduct(node)) {
        arrays.put(layer.name() + ".weight", array(constants, node.getInput(1)));
        arrays.put(layer.name() + ".bias", array(constants, node.getInput(2)));
      } else {
        WeightArray rows = array(constants, node.getInput(0));
        arrays.put(layer.name() + ".weight", FirstSpikeGraph.weight(rows, layer));
      }
    }
  }

  private static boolean isProduct(NodeProto node) {
    return LINEAR.contains(node.getOpType()) && node.getInputCount() == 3;
  }

  /** Gathered rows of weights: what is added up along an axis. */
  private static Set<String> added(GraphProto graph) {
    return graph.getNodeList().stream()
        .filter(node -> node.getOpType().equals("CumSum"))
        .map(node -> node.getInput(0))
        .collect(Collectors.toSet());
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
