package io.spikelet.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnx.proto.OnnxMl;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link OnnxEngine}, {@link OnnxGraph} and {@link Tensors}. */
class OnnxEngineTests {

  private final OnnxEngine engine = new OnnxEngine();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void runsAGraphOfFloatsAndIntegers() {
    try (OnnxGraph graph = engine.open(example())) {
      assertThat(graph.inputNames()).containsExactly("x", "k");
      assertThat(graph.outputNames()).containsExactly("sum", "whole");
      Tensors outputs = graph.run(inputs(new float[] {0.25f, 1, -2, 3.75f}, 2, 2));
      assertThat(outputs.floats("sum")).isEqualTo(Tensor.of(new float[] {0.5f, 2, -4, 7.5f}, 2, 2));
      // Casting cuts towards zero; k = 10 is added.
      assertThat(outputs.longs("whole")).isEqualTo(Tensor.of(new long[] {10, 12, 6, 17}, 2, 2));
    }
  }

  @Test
  void takesBatchesOfAnySize() {
    try (OnnxGraph graph = engine.open(example())) {
      for (int n = 1; n < 20; n++) {
        float[] x = new float[n * 3];
        Arrays.fill(x, n);
        assertThat(graph.run(inputs(x, n, 3)).floats("sum").shape()).containsExactly(n, 3);
      }
      assertThat(graph.run(inputs(new float[0], 0, 3)).floats("sum").data()).isEmpty();
    }
  }

  @Test
  void refusesOtherNamesShapesAndTypes() {
    try (OnnxGraph graph = engine.open(example())) {
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> graph.run(Map.of("x", Tensor.of(new float[1], 1, 1))))
          .withMessage("the graph takes [x, k], but was given [x]");
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> graph.run(inputs(new float[2], 2)))
          .withMessageContaining("float[2]");
      Map<String, Tensor> swapped =
          Map.of("x", Tensor.of(new long[1], 1, 1), "k", Tensor.of(new long[1], 1));
      assertThatExceptionOfType(EngineException.class).isThrownBy(() -> graph.run(swapped));
      assertThat(graph.run(inputs(new float[1], 1, 1)).floats("sum").data()).containsExactly(0);
    }
  }

  @Test
  void saysWhichOutputsThereAre() {
    try (OnnxGraph graph = engine.open(example())) {
      Tensors outputs = graph.run(inputs(new float[1], 1, 1));
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> outputs.get("image"))
          .withMessageContaining("sum")
          .withMessageContaining("whole");
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> outputs.longs("sum"))
          .withMessage("output sum holds floats");
      assertThatExceptionOfType(EngineException.class).isThrownBy(() -> outputs.floats("whole"));
    }
  }

  @Test
  void refusesWhatIsNoGraph() {
    byte[] example = example();
    byte[] cut = Arrays.copyOf(example, example.length / 2);
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> engine.open(cut))
        .withMessageStartingWith("not a graph that can be run");
    assertThatExceptionOfType(EngineException.class).isThrownBy(() -> engine.open(new byte[0]));
  }

  @Test
  void outputsOutliveTheGraph() {
    OnnxGraph graph = engine.open(example());
    Tensors outputs = graph.run(inputs(new float[] {3}, 1, 1));
    graph.close();
    graph.close();
    assertThat(outputs.floats("sum").data()).containsExactly(6);
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> graph.run(inputs(new float[] {3}, 1, 1)))
        .withMessage("the graph is closed");
  }

  @Test
  void aClosedEngineOpensNothingMore() {
    OnnxGraph graph = engine.open(example());
    engine.close();
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> engine.open(example()))
        .withMessage("the engine is closed");
    assertThat(graph.run(inputs(new float[] {1}, 1, 1)).floats("sum").data()).containsExactly(2);
    graph.close();
  }

  @Test
  void closingWaitsForRunningCalls() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 20; round++) {
        OnnxGraph graph = engine.open(example());
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Callable<Integer> untilClosed = () -> runUntilClosed(graph);
          running.add(threads.submit(untilClosed));
        }
        Thread.sleep(2);
        graph.close();
        for (Future<Integer> calls : running) {
          assertThat(calls.get()).isNotNegative();
        }
      }
    }
  }

  @Test
  void theLibraryIsToldNotToReportAnything() throws Throwable {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> getenv = linker.defaultLookup().find("getenv");
    assumeThat(getenv).isPresent();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value =
          (MemorySegment)
              linker
                  .downcallHandle(
                      getenv.get(), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                  .invokeExact(arena.allocateFrom("ORT_DISABLE_TELEMETRY"));
      assertThat(value).isNotEqualTo(MemorySegment.NULL);
    }
  }

  @Test
  void tensorsFillTheirShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(new float[5], 2, 3))
        .withMessage("5 values do not fill shape [2, 3]");
    assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(new long[4], -2, -2));
    assertThat(Tensor.of(new float[] {1})).hasToString("float[]");
  }

  private static int runUntilClosed(OnnxGraph graph) {
    int calls = 0;
    try {
      while (true) {
        assertThat(graph.run(inputs(new float[] {1}, 1, 1)).floats("sum").data())
            .containsExactly(2);
        calls++;
      }
    } catch (EngineException closed) {
      assertThat(closed).hasMessage("the graph is closed");
      return calls;
    }
  }

  private static Map<String, Tensor> inputs(float[] x, long... shape) {
    return Map.of("x", Tensor.of(x, shape), "k", Tensor.of(new long[] {10}, 1));
  }

  /** sum = x + x; whole = int64(sum) + k. */
  private static byte[] example() {
    OnnxMl.AttributeProto toInt64 =
        OnnxMl.AttributeProto.newBuilder()
            .setName("to")
            .setType(OnnxMl.AttributeProto.AttributeType.INT)
            .setI(OnnxMl.TensorProto.DataType.INT64.getNumber())
            .build();
    OnnxMl.GraphProto graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("example")
            .addInput(Onnx.value("x", OnnxMl.TensorProto.DataType.FLOAT, "n", "m"))
            .addInput(Onnx.value("k", OnnxMl.TensorProto.DataType.INT64, "one"))
            .addNode(Onnx.node("Add", "sum", "x", "x"))
            .addNode(Onnx.node("Cast", "cast", "sum").toBuilder().addAttribute(toInt64))
            .addNode(Onnx.node("Add", "whole", "cast", "k"))
            .addOutput(Onnx.value("sum", OnnxMl.TensorProto.DataType.FLOAT, "n", "m"))
            .addOutput(Onnx.value("whole", OnnxMl.TensorProto.DataType.INT64, "n", "m"))
            .build();
    return Onnx.model(graph).toByteArray();
  }
}
