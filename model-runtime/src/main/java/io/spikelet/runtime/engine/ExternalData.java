package io.spikelet.runtime.engine;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.List;

/**
 * Refuses graphs whose numbers lie in other files: a package is what its digests name, and a graph
 * must not make this process read whatever path its author wrote down. Tensors are looked for
 * wherever ONNX has them: initializers, attributes, sub-graphs, functions, training.
 *
 * <p>Place by place and not by protobuf's descriptors: making those calls a method of the JDK that
 * is to be removed, and the JDK's warning would be a line in the log that is no JSON.
 */
final class ExternalData {

  /** Messages inside messages: far more than any graph has, and little of a thread's stack. */
  private static final int MOST_NESTED = 100;

  private ExternalData() {}

  /**
   * Reads the whole file as ONNX and refuses it where it is none, too.
   *
   * @throws EngineException if a tensor is not in the file itself
   */
  static void refuse(byte[] model) {
    refuseIn(parsed(model));
  }

  private static OnnxMl.ModelProto parsed(byte[] model) {
    // Without copying the weights: nothing writes to these bytes meanwhile.
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(model).newCodedInput();
    input.enableAliasing(true);
    input.setRecursionLimit(MOST_NESTED);
    try {
      return OnnxMl.ModelProto.parseFrom(input);
    } catch (IOException e) {
      throw new EngineException("not a graph that can be run", e);
    }
  }

  private static void refuseIn(OnnxMl.ModelProto model) {
    refuseIn(model.getGraph());
    for (OnnxMl.FunctionProto function : model.getFunctionsList()) {
      refuseInNodes(function.getNodeList());
      function.getAttributeProtoList().forEach(ExternalData::refuseIn);
    }
    for (OnnxMl.TrainingInfoProto training : model.getTrainingInfoList()) {
      refuseIn(training.getInitialization());
      refuseIn(training.getAlgorithm());
    }
  }

  private static void refuseIn(OnnxMl.GraphProto graph) {
    graph.getInitializerList().forEach(ExternalData::requireInside);
    graph.getSparseInitializerList().forEach(ExternalData::requireInside);
    refuseInNodes(graph.getNodeList());
  }

  private static void refuseInNodes(List<OnnxMl.NodeProto> nodes) {
    for (OnnxMl.NodeProto node : nodes) {
      node.getAttributeList().forEach(ExternalData::refuseIn);
    }
  }

  private static void refuseIn(OnnxMl.AttributeProto attribute) {
    requireInside(attribute.getT());
    requireInside(attribute.getSparseTensor());
    attribute.getTensorsList().forEach(ExternalData::requireInside);
    attribute.getSparseTensorsList().forEach(ExternalData::requireInside);
    if (attribute.hasG()) {
      refuseIn(attribute.getG());
    }
    attribute.getGraphsList().forEach(ExternalData::refuseIn);
  }

  private static void requireInside(OnnxMl.SparseTensorProto tensor) {
    requireInside(tensor.getValues());
    requireInside(tensor.getIndices());
  }

  private static void requireInside(OnnxMl.TensorProto tensor) {
    if (tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw new EngineException("a graph whose numbers lie in another file is not run");
    }
  }
}
