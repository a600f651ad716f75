package io.spikelet.runtime.engine;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/** Graphs that never end. */
public final class EndlessGraphs {

  private static final long ROUNDS = 1L << 62;

  private EndlessGraphs() {}

  /**
   * A graph that adds 1 to a number 2^62 times.
   *
   * @param input name of its input, floats of two axes, of which it makes no use
   * @param output name of its output
   */
  public static byte[] loop(String input, String output) {
    OnnxMl.NodeProto loop =
        Onnx.node("Loop", output, "rounds", "", "one").toBuilder()
            .addAttribute(
                OnnxMl.AttributeProto.newBuilder()
                    .setName("body")
                    .setType(OnnxMl.AttributeProto.AttributeType.GRAPH)
                    .setG(body()))
            .build();
    return Onnx.model(
            OnnxMl.GraphProto.newBuilder()
                .setName("endless")
                .addInitializer(tensor("rounds", DataType.INT64).addInt64Data(ROUNDS))
                .addInitializer(tensor("one", DataType.FLOAT).addFloatData(1))
                .addInput(Onnx.value(input, DataType.FLOAT, "n", "d"))
                .addNode(loop)
                .addOutput(Onnx.value(output, DataType.FLOAT))
                .build())
        .toByteArray();
  }

  private static OnnxMl.GraphProto body() {
    return OnnxMl.GraphProto.newBuilder()
        .setName("body")
        .addInput(Onnx.value("round", DataType.INT64))
        .addInput(Onnx.value("goes_on", DataType.BOOL))
        .addInput(Onnx.value("sum", DataType.FLOAT))
        .addNode(Onnx.node("Identity", "still", "goes_on"))
        .addNode(Onnx.node("Add", "next", "sum", "one"))
        .addOutput(Onnx.value("still", DataType.BOOL))
        .addOutput(Onnx.value("next", DataType.FLOAT))
        .build();
  }

  private static OnnxMl.TensorProto.Builder tensor(String name, DataType type) {
    return OnnxMl.TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
  }
}
