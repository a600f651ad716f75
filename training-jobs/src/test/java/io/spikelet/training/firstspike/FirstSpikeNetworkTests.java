package io.spikelet.training.firstspike;

import io.spikelet.training.export.SpikeTiming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link FirstSpikeNetwork} and its layers. */
class FirstSpikeNetworkTests {

  @Test
  void pixelsBecomeTheTimesOfTheGoldenVectors() {
    for (String name : List.of("i_ttfs", "i2_s4nn_times")) {
      GoldenVectors vectors = GoldenVectors.open(name);
      TimeCode code = new TimeCode((int) vectors.scalar("tmax"));
      long[] levels = vectors.longs("image");
      float[] values = new float[levels.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = levels[i] / 255f;
      }
      assertThat(code.times(values, 0, values.length))
          .containsExactly(
              Arrays.stream(vectors.longs("t_in")).mapToInt(Math::toIntExact).toArray());
    }
  }

  @ParameterizedTest
  @CsvSource({"i_ttfs, SAME_STEP", "i2_s4nn_times, NEXT_STEP"})
  void spikesFallWhereTheGoldenVectorsHaveThem(String name, SpikeTiming timing) {
    GoldenNetwork golden = GoldenNetwork.open(name, timing);
    for (int sample = 0; sample < golden.samples(); sample++) {
      Presentation presentation = golden.presented(sample);
      assertThat(presentation.times(0)).startsWith(golden.row("t_hidden", sample));
      assertThat(presentation.outputTimes()).startsWith(golden.row("t_out", sample));
    }
  }

  @Test
  void potentialsAreThoseOfTheGoldenVectors() {
    GoldenNetwork golden = GoldenNetwork.open("i_ttfs", SpikeTiming.SAME_STEP);
    FirstSpikeLayer hidden = golden.network().layers().getFirst();
    float[] potentials = new float[hidden.neurons()];
    for (int sample = 0; sample < golden.samples(); sample++) {
      float[] expected = golden.part("V_hidden", sample);
      for (int t = 0; t < golden.timeSteps(); t++) {
        hidden.potentials(golden.row("t_in", sample), t, potentials);
        for (int j = 0; j < potentials.length; j++) {
          assertThat(potentials[j]).isEqualTo(expected[j * golden.timeSteps() + t]);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"fake, 0", "real, 1"})
  void aggressiveTargetsAreThoseOfTheGoldenVectors(String label, int desired) {
    GoldenNetwork golden = GoldenNetwork.open("i_ttfs", SpikeTiming.SAME_STEP);
    for (int sample = 0; sample < golden.samples(); sample++) {
      int[] targets =
          new TargetTimes.Aggressive().of(golden.row("t_out", sample), desired, golden.timeSteps());
      assertThat(targets).containsExactly(golden.row(label + "_target", sample));
    }
  }

  @Test
  void relativeTargetsAreThoseOfTheGoldenVectors() {
    GoldenNetwork golden = GoldenNetwork.open("i2_s4nn_times", SpikeTiming.NEXT_STEP);
    TargetTimes relative = new TargetTimes.Relative((int) golden.vectors().scalar("gamma"));
    for (int sample = 0; sample < golden.samples(); sample++) {
      int label = (int) golden.vectors().longs("label")[sample];
      int[] targets = relative.of(golden.row("t_out", sample), label, golden.timeSteps());
      assertThat(targets).containsExactly(golden.row("target", sample));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fake_, 0, false",
    "real_, 1, false",
    "fake_forced_, 0, true",
    "real_forced_, 1, true"
  })
  void errorsAndGradientsAreThoseOfTheGoldenVectors(String label, int desired, boolean forced) {
    GoldenNetwork golden = GoldenNetwork.open("i_ttfs", SpikeTiming.SAME_STEP);
    FirstSpikeRule rule = forced ? FirstSpikeRule.SPIKING_GAN : FirstSpikeRule.EQUATIONS;
    for (int sample = 0; sample < golden.samples(); sample++) {
      Presentation presentation = golden.presented(sample);
      setError(presentation, desired, golden);
      golden.network().passBack(presentation, rule);
      assertClose(presentation.outputDelta(), golden.part(label + "delta_out", sample));
      assertClose(presentation.delta(0), golden.part(label + "delta_hidden", sample));
      float[] inputDelta = new float[golden.row("t_in", sample).length];
      golden.network().passBackToInput(presentation, inputDelta, rule);
      assertClose(inputDelta, golden.part(label + "delta_in", sample));
      assertClose(gradient(golden, 1, presentation, rule), golden.part(label + "grad_W2", sample));
      assertClose(gradient(golden, 0, presentation, rule), golden.part(label + "grad_W1", sample));
    }
  }

  private static void setError(Presentation presentation, int desired, GoldenNetwork golden) {
    int outputs = golden.network().output().neurons();
    int[] times = Arrays.copyOf(presentation.outputTimes(), outputs);
    int[] targets = new TargetTimes.Aggressive().of(times, desired, golden.timeSteps());
    for (int k = 0; k < outputs; k++) {
      presentation.outputDelta()[k] = times[k] - targets[k];
    }
  }

  /** What a step of rate -1 adds to weights of zero, {@code [neurons, inputs]}. */
  private static float[] gradient(
      GoldenNetwork golden, int l, Presentation presentation, FirstSpikeRule rule) {
    FirstSpikeLayer like = golden.network().layers().get(l);
    FirstSpikeLayer layer =
        new FirstSpikeLayer(
            like.inputs(), like.neurons(), 1, golden.timeSteps(), SpikeTiming.SAME_STEP);
    layer.learn(presentation.delta(l), presentation.input(l), presentation.times(l), -1, rule);
    return GoldenNetwork.weights(layer);
  }

  @ParameterizedTest
  @CsvSource({"SAME_STEP, 0", "NEXT_STEP, 1"})
  void timesAreThoseOfSteppingThroughTime(SpikeTiming timing, int delay) {
    int inputs = 61;
    int neurons = 137;
    int timeSteps = 40;
    Random random = new Random(5);
    FirstSpikeLayer layer = new FirstSpikeLayer(inputs, neurons, 20, timeSteps, timing);
    float[] weights = random(random, inputs * neurons, 3f);
    layer.weights(weights);
    for (int run = 0; run < 20; run++) {
      int[] input = random.ints(inputs, 0, timeSteps + 1).toArray();
      int[] times = new int[layer.width()];
      layer.forward(input, times);
      assertThat(Arrays.copyOf(times, neurons))
          .containsExactly(stepped(weights, input, neurons, timeSteps, delay));
      assertThat(Arrays.copyOfRange(times, neurons, times.length)).containsOnly(timeSteps);
    }
  }

  private static int[] stepped(
      float[] weights, int[] input, int neurons, int timeSteps, int delay) {
    int[] times = new int[neurons];
    Arrays.fill(times, timeSteps);
    float[] potentials = new float[neurons];
    for (int t = 0; t < timeSteps; t++) {
      for (int i = 0; i < input.length; i++) {
        for (int j = 0; input[i] == t && j < neurons; j++) {
          potentials[j] += weights[i * neurons + j];
        }
      }
      for (int j = 0; j < neurons; j++) {
        if (potentials[j] > 20 && times[j] == timeSteps) {
          times[j] = Math.min(t + delay, timeSteps);
        }
      }
    }
    return times;
  }

  @Test
  void forgottenShareIsAsGoodAsMultiplied() {
    FirstSpikeLayer layer = new FirstSpikeLayer(2, 1, 1, 8, SpikeTiming.SAME_STEP);
    layer.weights(new float[] {1, 2});
    layer.shrink(0.25);
    layer.shrink(0.5);
    float[] potentials = new float[1];
    layer.potentials(new int[] {0, 1}, 1, potentials);
    assertThat(potentials[0]).isEqualTo(3 * 0.375f);
    int[] times = new int[layer.width()];
    layer.forward(new int[] {0, 1}, times);
    assertThat(times[0]).isEqualTo(1);
    layer.learn(new float[layer.width()], new int[] {0, 1}, times, 1, FirstSpikeRule.S4NN);
    float[] delta = new float[layer.width()];
    delta[0] = 0.5f;
    layer.learn(delta, new int[] {0, 1}, times, 0.5, FirstSpikeRule.EQUATIONS);
    layer.fold();
    assertThat(weights(layer)).containsExactly(0.375f + 0.25f, 0.75f + 0.25f);
    layer.replace(0, new float[] {7, 8});
    assertThat(weights(layer)).containsExactly(7, 8);
  }

  /**
   * Worked by hand: 2 inputs at times 0 and 2, hidden neurons that fire at 1 and 3, outputs that
   * fire at 2 and never.
   */
  @Test
  void publishedCodeHandsErrorsBackThroughTheWeightsThatHaveJustLearnt() {
    FirstSpikeLayer hidden = new FirstSpikeLayer(2, 2, 1, 8, SpikeTiming.NEXT_STEP);
    FirstSpikeLayer output = new FirstSpikeLayer(2, 2, 1, 8, SpikeTiming.NEXT_STEP);
    hidden.weights(new float[] {2, 0.5f, 0, 0.75f});
    output.weights(new float[] {1.5f, 0.25f, 0, 0.5f});
    FirstSpikeNetwork network = new FirstSpikeNetwork(List.of(hidden, output));
    Presentation presentation = network.presentation();
    network.present(new int[] {0, 2}, presentation);
    assertThat(presentation.times(0)).startsWith(1, 3);
    assertThat(presentation.outputTimes()).startsWith(2, 8);
    presentation.outputDelta()[0] = -3;
    presentation.outputDelta()[1] = 4;
    network.passBackAndLearn(presentation, 0.5, 0.125, FirstSpikeRule.S4NN);
    assertThat(presentation.outputDelta()).startsWith(-0.6f, 0.8f);
    float w00 = 0.875f * (1.5f - 0.3f); // hidden 0 fired before output 0
    float w01 = 0.875f * (0.25f + 0.4f); // a silent output learns from all that fired
    float w11 = 0.875f * (0.5f + 0.4f);
    double d0 = -0.6 * w00 + 0.8 * w01;
    double d1 = 0.8 * w11; // hidden 1 fired after output 0
    double norm = Math.sqrt(d0 * d0 + d1 * d1);
    assertClose(presentation.delta(0), new float[] {(float) (d0 / norm), (float) (d1 / norm)});
    network.layers().forEach(FirstSpikeLayer::fold);
    assertClose(weights(output), new float[] {w00, w01, 0, w11});
    assertClose(
        weights(hidden),
        new float[] {
          (float) (0.875 * (2 + 0.5 * d0 / norm)),
          (float) (0.875 * (0.5 + 0.5 * d1 / norm)),
          0,
          (float) (0.875 * (0.75 + 0.5 * d1 / norm))
        });
  }

  /** Worked by hand: inputs at 1, 3 and never; neurons at 1, 3 and never. */
  @Test
  void errorsReachSilentInputsWhereTheRuleSaysSo() {
    FirstSpikeLayer layer = new FirstSpikeLayer(3, 3, 1, 8, SpikeTiming.SAME_STEP);
    layer.weights(new float[] {1, 2, 4, 8, 16, 32, 64, 128, 256});
    int[] input = {1, 3, 8};
    int[] times = new int[layer.width()];
    Arrays.fill(times, 8);
    times[0] = 1;
    times[1] = 3;
    float[] delta = new float[layer.width()];
    Arrays.fill(delta, 0, 3, 1);
    float[] inputDelta = new float[3];
    layer.passBack(delta, input, times, inputDelta, FirstSpikeRule.SPIKING_GAN);
    assertThat(inputDelta).containsExactly(2 + 4, 32, 0);
    FirstSpikeRule toSilent =
        new FirstSpikeRule(
            FirstSpikeRule.FiredBefore.BEFORE,
            FirstSpikeRule.Silent.LEARNING,
            FirstSpikeRule.DeltaNorm.L1,
            FirstSpikeRule.Carrying.BEFORE_UPDATE,
            FirstSpikeRule.Reach.NOT_EARLIER);
    layer.passBack(delta, input, times, inputDelta, toSilent);
    assertThat(inputDelta).containsExactly(1 + 2 + 4, 16 + 32, 256);
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    FirstSpikeLayer first = new FirstSpikeLayer(3, 4, 1, 8, SpikeTiming.SAME_STEP);
    assertThatThrownBy(() -> new FirstSpikeNetwork(List.of(first, first)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 1 must have 4 inputs, not 3");
    assertThatThrownBy(() -> first.weights(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights must be 3 x 4 numbers, not 3");
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("place %d", i).isCloseTo(expected[i], within(1e-6f));
    }
  }

  private static float[] weights(FirstSpikeLayer layer) {
    float[] weights = new float[layer.inputs() * layer.neurons()];
    layer.copyWeights(weights);
    return weights;
  }

  private static float[] random(Random random, int count, float most) {
    float[] values = new float[count];
    IntStream.range(0, count).forEach(i -> values[i] = random.nextFloat() * most - most / 4);
    return values;
  }
}
