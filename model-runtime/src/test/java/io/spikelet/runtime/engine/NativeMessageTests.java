package io.spikelet.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests for {@link NativeMessage}. */
class NativeMessageTests {

  @Test
  void aGraphThatFailsSaysWhatAndNotWhereInTheLibrary() {
    OnnxMl.GraphProto sum =
        OnnxMl.GraphProto.newBuilder()
            .setName("sum")
            .addInput(Onnx.value("a", OnnxMl.TensorProto.DataType.FLOAT, "n"))
            .addInput(Onnx.value("b", OnnxMl.TensorProto.DataType.FLOAT, "m"))
            .addNode(Onnx.node("Add", "c", "a", "b"))
            .addOutput(Onnx.value("c", OnnxMl.TensorProto.DataType.FLOAT, "k"))
            .build();
    Map<String, Tensor> unfit =
        Map.of("a", Tensor.of(new float[2], 2), "b", Tensor.of(new float[3], 3));
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(Onnx.model(sum).toByteArray())) {
      assertThatThrownBy(() -> graph.run(unfit))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("while running Add node")
          .hasMessageContaining("2 by 3")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("/", "::", ".h:", "ptrdiff_t"))
          .cause()
          .hasMessageContaining("/onnxruntime");
    }
  }

  @Test
  void sourcesAndFunctionsAreDropped() {
    assertThat(
            NativeMessage.cleaned(
                "Error code - ORT_FAIL - message: /onnxruntime_src/core/x.cc:1234 std::vector<int>"
                    + " onnxruntime::Model::Load(const char*, (int)) const [with T = float; U = a[]]"
                    + " axis was false. Load model from C:\\models\\a.onnx failed\n  at /b.cc:1"))
        .isEqualTo("Error code - ORT_FAIL - message: axis was false. Load model from failed");
  }

  @Test
  void nothingLeftIsSaidSo() {
    assertThat(NativeMessage.cleaned(null)).isEqualTo("no reason was given");
    assertThat(NativeMessage.cleaned("/a/b.cc:12 void f(")).isEqualTo("no reason was given");
    assertThat(NativeMessage.cleaned("\n")).isEqualTo("no reason was given");
  }

  @Test
  void itIsShortAndQuicklyCleaned() {
    for (String part : new String[] {"(", "/a:1 ", "::", "a ", "/a:1 (", "[with "}) {
      long start = System.nanoTime();
      assertThat(NativeMessage.cleaned(part.repeat(1_000_000))).hasSizeLessThanOrEqualTo(300);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }
}
