package io.spikelet.training.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.selection.KeptGenerators.Choice;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Tests for {@link KeptGenerators}. */
class KeptGeneratorsTests {

  /**
   * Two generators of two weights and a bias each; their numbers are all the number of an epoch.
   */
  private record Learning(State state) {

    static Learning fresh() {
      return new Learning(
          new State(
              List.of(
                  Parameter.base("weight", TensorMemory.tensor(new float[4], 2, 2)),
                  Parameter.base("bias", TensorMemory.tensor(new float[2], 2))),
              List.of()));
    }

    void learn(double epoch) {
      state.parameters().forEach(parameter -> parameter.value().fill_(new Scalar(epoch)));
    }
  }

  @Test
  void eachLabelKeepsTheStateOfItsLeastDistance() {
    try (PointerScope _ = new PointerScope()) {
      Learning learning = Learning.fresh();
      KeptGenerators kept = new KeptGenerators(learning.state(), Choice.BEST);
      assertThat(kept.distance(1)).isEqualTo(Double.POSITIVE_INFINITY);
      double[][] distances = {{4, 3}, {2, 5}, {3, 3}, {2.5, 1}};
      for (int epoch = 1; epoch <= distances.length; epoch++) {
        learning.learn(epoch);
        kept.offer(0, distances[epoch - 1][0]);
        kept.offer(1, distances[epoch - 1][1]);
      }
      assertThat(kept.weights().get("weight", 2, 2)).containsExactly(2, 2, 4, 4);
      assertThat(kept.weights().get("bias", 2)).containsExactly(2, 4);
      assertThat(TensorMemory.floats(kept.tensor("bias"))).containsExactly(2, 4);
      assertThat(kept.distance(0)).isEqualTo(2);
      assertThat(kept.distance(1)).isEqualTo(1);
    }
  }

  @Test
  void newestStateIsKeptWhereThatIsWanted() {
    try (PointerScope _ = new PointerScope()) {
      Learning learning = Learning.fresh();
      KeptGenerators kept =
          new KeptGenerators(learning.state(), Choice.from(Settings.parse("keep=last\n")));
      learning.learn(1);
      kept.offer(1, 0.5);
      learning.learn(2);
      kept.offer(1, 0.75);
      assertThat(kept.weights().get("bias", 2)).containsExactly(0, 2);
      assertThat(kept.distance(1)).isEqualTo(0.75);
    }
  }

  @Test
  void buffersHoldAllThatIsKept() {
    try (PointerScope _ = new PointerScope()) {
      Learning learning = Learning.fresh();
      KeptGenerators kept = new KeptGenerators(learning.state(), Choice.BEST);
      learning.learn(1);
      kept.offer(0, 2);
      Learning other = Learning.fresh();
      KeptGenerators restored = new KeptGenerators(other.state(), Choice.BEST);
      assertThat(restored.state().parameters()).isEmpty();
      for (State.Buffer buffer : restored.state().buffers()) {
        buffer.value().copy_(buffer(kept, buffer.name()));
      }
      other.learn(7);
      restored.offer(0, 3);
      assertThat(restored.weights().get("bias", 2)).containsExactly(1, 0);
      assertThat(restored.distance(0)).isEqualTo(2);
    }
  }

  private static Tensor buffer(KeptGenerators kept, String name) {
    return kept.state().buffers().stream()
        .filter(buffer -> buffer.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void restartForgetsTheDistances() {
    try (PointerScope _ = new PointerScope()) {
      Learning learning = Learning.fresh();
      KeptGenerators kept = new KeptGenerators(learning.state(), Choice.BEST);
      kept.offer(0, 1);
      learning.learn(5);
      kept.restart();
      assertThat(kept.weights().get("weight", 2, 2)).containsExactly(5, 5, 5, 5);
      assertThat(kept.distance(0)).isEqualTo(Double.POSITIVE_INFINITY);
    }
  }
}
