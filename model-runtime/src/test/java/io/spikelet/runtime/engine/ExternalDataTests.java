package io.spikelet.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests for {@link ExternalData}: whatever the place, numbers of another file are refused. */
class ExternalDataTests {

  private static final OnnxMl.TensorProto ELSEWHERE = elsewhere("secret");

  @TempDir private Path directory;
  private final OnnxEngine engine = new OnnxEngine();

  static Stream<OnnxMl.ModelProto> places() {
    OnnxMl.GraphProto initializer = graph().addInitializer(ELSEWHERE).build();
    OnnxMl.NodeProto constant =
        node("Constant").addAttribute(OnnxMl.AttributeProto.newBuilder().setT(ELSEWHERE)).build();
    OnnxMl.SparseTensorProto sparse =
        OnnxMl.SparseTensorProto.newBuilder().setValues(ELSEWHERE).build();
    return Stream.of(
            model(initializer),
            model(graph().addSparseInitializer(sparse).build()),
            model(graph().addNode(constant).build()),
            model(
                graph()
                    .addNode(
                        node("Constant")
                            .addAttribute(
                                OnnxMl.AttributeProto.newBuilder().addSparseTensors(sparse)))
                    .build()),
            model(graph().addNode(inside("If", initializer)).build()),
            model(
                graph()
                    .addNode(inside("Loop", graph().addNode(inside("If", initializer)).build()))
                    .build()),
            model(graph().build())
                .addFunctions(OnnxMl.FunctionProto.newBuilder().setName("f").addNode(constant)),
            model(graph().build())
                .addTrainingInfo(OnnxMl.TrainingInfoProto.newBuilder().setAlgorithm(initializer)))
        .map(OnnxMl.ModelProto.Builder::build);
  }

  @ParameterizedTest
  @MethodSource("places")
  void numbersOfAnotherFileAreRefusedWhereverTheyStand(OnnxMl.ModelProto model) {
    assertRefused(model);
  }

  @Test
  void aFileThatIsThereIsNotReadEither() throws IOException {
    Path secret = directory.resolve("secret");
    Files.write(secret, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(42).array());
    assertRefused(model(graph().addInitializer(elsewhere(secret.toString())).build()).build());
  }

  @Test
  void aPlaceElsewhereIsRefusedEvenWhereItIsNotSaidToCount() {
    OnnxMl.TensorProto undeclared = ELSEWHERE.toBuilder().clearDataLocation().build();
    assertRefused(model(graph().addInitializer(undeclared).build()).build());
    OnnxMl.TensorProto nowhere = ELSEWHERE.toBuilder().clearExternalData().build();
    assertRefused(model(graph().addInitializer(nowhere).build()).build());
  }

  @Test
  void numbersInTheFileItselfAreTaken() {
    try (OnnxGraph graph = engine.open(constant(42))) {
      assertThat(graph.run(Map.of()).floats("y").data()).containsExactly(42);
    }
  }

  @Test
  void graphsInGraphsWithoutEndAreRefused() {
    OnnxMl.GraphProto nested = graph().build();
    for (int depth = 0; depth < 200; depth++) {
      nested = graph().addNode(inside("If", nested)).build();
    }
    byte[] deep = model(nested).build().toByteArray();
    assertThatThrownBy(() -> engine.open(deep))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("not a graph that can be run");
  }

  /** A graph without inputs: y is a number that it holds itself. */
  static byte[] constant(float value) {
    OnnxMl.TensorProto here =
        ELSEWHERE.toBuilder().clearDataLocation().clearExternalData().addFloatData(value).build();
    return model(graph().addInitializer(here).build()).build().toByteArray();
  }

  private void assertRefused(OnnxMl.ModelProto model) {
    assertThatThrownBy(() -> engine.open(model.toByteArray()))
        .isInstanceOf(EngineException.class)
        .hasMessage("a graph whose numbers lie in another file is not run");
  }

  private static OnnxMl.TensorProto elsewhere(String location) {
    return OnnxMl.TensorProto.newBuilder()
        .setName("w")
        .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
        .addDims(1)
        .setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL)
        .addExternalData(
            OnnxMl.StringStringEntryProto.newBuilder().setKey("location").setValue(location))
        .build();
  }

  /** y = w. */
  private static OnnxMl.GraphProto.Builder graph() {
    return OnnxMl.GraphProto.newBuilder()
        .setName("g")
        .addNode(node("Identity").addInput("w").addOutput("y"))
        .addOutput(Onnx.value("y", OnnxMl.TensorProto.DataType.FLOAT, "one"));
  }

  private static OnnxMl.NodeProto.Builder node(String operator) {
    return OnnxMl.NodeProto.newBuilder().setOpType(operator);
  }

  private static OnnxMl.NodeProto inside(String operator, OnnxMl.GraphProto graph) {
    return node(operator)
        .addAttribute(OnnxMl.AttributeProto.newBuilder().setName("body").setG(graph))
        .build();
  }

  private static OnnxMl.ModelProto.Builder model(OnnxMl.GraphProto graph) {
    return Onnx.model(graph).toBuilder();
  }
}
