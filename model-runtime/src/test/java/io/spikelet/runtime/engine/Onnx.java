package io.spikelet.runtime.engine;

import ai.onnx.proto.OnnxMl;
import java.util.List;

/** Small graphs, piece by piece. */
final class Onnx {

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private Onnx() {}

  static OnnxMl.ModelProto model(OnnxMl.GraphProto graph) {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  static OnnxMl.NodeProto node(String operator, String output, String... inputs) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  static OnnxMl.ValueInfoProto value(
      String name, OnnxMl.TensorProto.DataType type, String... axes) {
    OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
    for (String axis : axes) {
      shape.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam(axis));
    }
    OnnxMl.TypeProto.Tensor tensor =
        OnnxMl.TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(OnnxMl.TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
