package io.spikelet.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.EvenChoice;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.selection.KeptGenerators.Choice;
import io.spikelet.training.trainer.TwoStripes;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Tests for {@link KeptGenerators}. */
class KeptGeneratorsTests {

  private static final TwoStripes IMAGES = new TwoStripes(40);

  /** Distances are kept as floats. */
  private static final Offset<Double> ROUNDED = within(1e-6);

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

  @Test
  void drawnImagesAreOfferedByTheirDistancesToRealOnes() {
    try (PointerScope _ = new PointerScope()) {
      Learning learning = Learning.fresh();
      KeptGenerators kept = new KeptGenerators(learning.state(), Choice.BEST);
      kept.compareWith(IMAGES, 10);
      learning.learn(1);
      Map<String, Double> first = kept.offer(_ -> drawn(0));
      learning.learn(2);
      Map<String, Double> second = kept.offer(_ -> drawn(1));
      assertThat(kept.weights().get("bias", 2)).containsExactly(1, 2);
      LabelDistances real = LabelDistances.from(IMAGES, 10);
      assertThat(first.keySet()).containsExactly("energy_distance", "kept_energy_distance");
      assertThat(first.get("energy_distance"))
          .isEqualTo((real.of(0, drawn(0)) + real.of(1, drawn(0))) / 2)
          .isCloseTo(first.get("kept_energy_distance"), ROUNDED);
      assertThat(second.get("energy_distance"))
          .isEqualTo((real.of(0, drawn(1)) + real.of(1, drawn(1))) / 2);
      assertThat(second.get("kept_energy_distance"))
          .isCloseTo((real.of(0, drawn(0)) + real.of(1, drawn(1))) / 2, ROUNDED);
    }
  }

  /** A generator's images that are real ones of a label, with levels from 0 to 1. */
  private static float[] drawn(int label) {
    float[] levels = new float[20 * IMAGES.pixelCount()];
    BatchFiller.plain(IMAGES, ValueRange.UNIT)
        .fill(EvenChoice.ofClass(IMAGES, label, 20), 0, 20, 0, levels);
    return levels;
  }

  @Test
  void offersNeedImagesToCompareWith() {
    try (PointerScope _ = new PointerScope()) {
      KeptGenerators kept = new KeptGenerators(Learning.fresh().state(), Choice.BEST);
      assertThatThrownBy(() -> kept.offer(_ -> new float[32]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("there is nothing to compare generated images with");
    }
  }
}
