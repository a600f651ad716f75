package io.spikelet.training.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one ONNX graph of standard operators (opset 17, IR version 8), node by node in the order
 * of execution.
 *
 * <p>Nodes and constants are named by operator and number, so the same calls give the same bytes.
 * Shapes and types are not checked here; the engine does when it loads the graph.
 */
public final class OnnxGraphBuilder {

  /** In a shape: the number of images, which the caller of the graph chooses. */
  public static final long BATCH = -1;

  /** In a shape: the number of time steps, which the caller of the graph chooses. */
  public static final long TIME = -2;

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  /** A tensor of the graph. */
  public record Value(String name) {}

  /** Type of the elements of an input or output. */
  public enum ElementType {
    FLOAT32(TensorProto.DataType.FLOAT),
    INT64(TensorProto.DataType.INT64);

    private final TensorProto.DataType code;

    ElementType(TensorProto.DataType code) {
      this.code = code;
    }

    /** The type's number in ONNX, as the operator {@code Cast} takes it. */
    public long code() {
      return code.getNumber();
    }
  }

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final WeightStorage storage;
  private final String prefix;
  private final Map<List<Object>, Value> constants = new HashMap<>();
  private int named;

  /**
   * An empty graph.
   *
   * @param name of the graph, for people who open it
   * @param storage of what {@link #weights} adds
   */
  public OnnxGraphBuilder(String name, WeightStorage storage) {
    this(name, storage, "");
  }

  private OnnxGraphBuilder(String name, WeightStorage storage, String prefix) {
    graph.setName(name);
    this.storage = storage;
    this.prefix = prefix;
  }

  /** A graph within this one, for {@link #scan}; its name is part of all names in it. */
  public OnnxGraphBuilder body(String name) {
    return new OnnxGraphBuilder(name, storage, name + "_");
  }

  /**
   * Runs a body once for each step along the first axis of a sequence.
   *
   * @param body with the inputs state and element, and the outputs state and result, in that order
   * @param state before the first step
   * @param sequence {@code [steps, ...]}
   * @return the state after the last step, and the results {@code [steps, ...]}
   */
  public List<Value> scan(OnnxGraphBuilder body, Value state, Value sequence) {
    return nodes("Scan", 2, Map.of("body", body, "num_scan_inputs", 1L), state, sequence);
  }

  /** Adds an input of 32-bit floats; {@link #BATCH} stands for the number of images. */
  public Value input(String name, long... shape) {
    return input(name, ElementType.FLOAT32, shape);
  }

  /** Adds an input of a type; {@link #BATCH} stands for the number of images. */
  public Value input(String name, ElementType type, long... shape) {
    graph.addInput(description(name, type, shape));
    return new Value(name);
  }

  /** Makes a value an output of the graph under a name of its own. */
  public void output(String name, Value value, ElementType type, long... shape) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value.name()).addOutput(name));
    graph.addOutput(description(name, type, shape));
  }

  /** Adds trained weights, stored as this graph stores weights; row-major. */
  public Value weights(float[] data, long... shape) {
    return switch (storage) {
      case FLOAT32 -> floats(data, shape);
      case FLOAT16 -> node("Cast", Map.of("to", ElementType.FLOAT32.code()), halves(data, shape));
    };
  }

  /** Adds a constant of 32-bit floats, row-major; an equal one is reused. */
  public Value floats(float[] data, long... shape) {
    return constants.computeIfAbsent(
        List.of("floats", ByteBuffer.wrap(bytes(data)), asList(shape)),
        key -> initializer(TensorProto.DataType.FLOAT, bytes(data), shape));
  }

  /** Adds a constant of 64-bit integers, row-major; an equal one is reused. */
  public Value longs(long[] data, long... shape) {
    return constants.computeIfAbsent(
        List.of("longs", asList(data), asList(shape)),
        key -> initializer(TensorProto.DataType.INT64, bytes(data), shape));
  }

  /** A one-dimensional constant, as shapes and axes are given. */
  public Value list(long... data) {
    return longs(data, data.length);
  }

  /** A constant without dimensions. */
  public Value scalar(float value) {
    return floats(new float[] {value});
  }

  /** Adds an operator without attributes and with one output. */
  public Value node(String operator, Value... inputs) {
    return node(operator, Map.of(), inputs);
  }

  /** Adds an operator with one output. Attributes are Long, Float, String, long[] or a body. */
  public Value node(String operator, Map<String, Object> attributes, Value... inputs) {
    return nodes(operator, 1, attributes, inputs).getFirst();
  }

  /** Adds an operator with several outputs. */
  public List<Value> nodes(
      String operator, int outputs, Map<String, Object> attributes, Value... inputs) {
    List<Value> values = new ArrayList<>();
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator);
    for (Value input : inputs) {
      node.addInput(input.name());
    }
    for (int i = 0; i < outputs; i++) {
      values.add(new Value(prefix + operator + "_" + named++));
      node.addOutput(values.get(i).name());
    }
    // Sorted, because the order of a Map.of changes from run to run and the digest must not.
    attributes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> node.addAttribute(attribute(entry.getKey(), entry.getValue())));
    graph.addNode(node);
    return values;
  }

  /** The finished graph as an ONNX file. */
  public byte[] build() {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("spikelet")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private Value halves(float[] data, long[] shape) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * data.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : data) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    return initializer(TensorProto.DataType.FLOAT16, bytes.array(), shape);
  }

  private Value initializer(TensorProto.DataType type, byte[] bytes, long[] shape) {
    Value value = new Value(prefix + "constant_" + named++);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(value.name())
            .setDataType(type.getNumber())
            .addAllDims(asList(shape))
            .setRawData(ByteString.copyFrom(bytes)));
    return value;
  }

  private static byte[] bytes(float[] data) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(data);
    return bytes.array();
  }

  private static byte[] bytes(long[] data) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(data);
    return bytes.array();
  }

  private static List<Long> asList(long[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static ValueInfoProto description(String name, ElementType type, long[] shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      if (size == BATCH) {
        dimension.setDimParam("N");
      } else if (size == TIME) {
        dimension.setDimParam("T");
      } else {
        dimension.setDimValue(size);
      }
      dimensions.addDim(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType((int) type.code())
                        .setShape(dimensions)))
        .build();
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Long number -> attribute.setType(AttributeProto.AttributeType.INT).setI(number);
      case Float number -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
      case String text ->
          attribute
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(text));
      case long[] numbers ->
          attribute.setType(AttributeProto.AttributeType.INTS).addAllInts(asList(numbers));
      case OnnxGraphBuilder body ->
          attribute.setType(AttributeProto.AttributeType.GRAPH).setG(body.graph);
      default ->
          throw new IllegalArgumentException(
              "attribute " + name + " must be Long, Float, String, long[] or a body, not " + value);
    }
    return attribute.build();
  }
}
