package io.spikelet.training.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.GoldenTensors;
import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link TraceNetwork} against a plain calculation with every trace stored. */
class TraceNetworkTests {

  private static final String GOLDEN = "j_aesnn";

  @Test
  void learnsAsThePlainCalculationDoes() {
    GoldenVectors golden = GoldenVectors.open(GOLDEN);
    try (PointerScope _ = new PointerScope()) {
      Pair pair = pair(golden);
      Tensor input = GoldenTensors.plain(golden, "X");
      double[] hyper = golden.doubles("hyper");
      LearningRule rule = new LearningRule(hyper[0], hyper[1], hyper[2], hyper[3], hyper[4]);
      pair.network.begin(input.size(1), (int) input.size(0), true);
      for (int t = 0; t < input.size(0); t++) {
        Tensor shown = input.select(0, t);
        TraceNetwork.Step step = pair.network.step(shown, shown, rule);
        same(step.hidden(), golden, "A1", t);
        same(step.output(), golden, "A2", t);
        GoldenTensors.assertClose(step.error(), at(golden, "E", t));
        GoldenTensors.assertGradient(step.gradient1(), at(golden, "gW1", t), 1e-4);
        GoldenTensors.assertGradient(step.gradient2(), at(golden, "gW2", t), 1e-4);
        GoldenTensors.assertClose(pair.first.weight(), at(golden, "W1", t));
        GoldenTensors.assertClose(pair.second.weight(), at(golden, "W2", t));
      }
    }
  }

  @Test
  void potentialsBeforeResetAreThoseOfThePlainCalculation() {
    GoldenVectors golden = GoldenVectors.open(GOLDEN);
    try (PointerScope _ = new PointerScope()) {
      TraceLayer layer = pair(golden).first;
      Tensor input = GoldenTensors.plain(golden, "X");
      layer.begin(input.size(1), (int) input.size(0), false);
      layer.forward(input.select(0, 0));
      GoldenTensors.assertClose(layer.potential(), at(golden, "V1", 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, 130, 70", "0, 64, 5", "0.5, 3, 200", "1, 20, 20"})
  void gradientIsThatOfTracesStoredOneByOne(float leak, int inputs, int neurons) {
    int samples = 7;
    int timeSteps = 12;
    LeakyNeuron neuron = new LeakyNeuron(leak, 0.6f);
    torch.manual_seed(5);
    try (PointerScope _ = new PointerScope()) {
      TraceLayer layer = new TraceLayer("layer", inputs, neurons, neuron);
      layer.weight().mul_(new Scalar(3f));
      StoredTraces stored = new StoredTraces(samples, neurons, inputs, 1 - (double) leak);
      layer.begin(samples, timeSteps, true);
      long fired = 0;
      for (int t = 0; t < timeSteps; t++) {
        Tensor input = torch.rand(samples, inputs).lt(new Scalar(0.3)).to(torch.ScalarType.Float);
        Tensor delta = torch.rand(samples, neurons);
        Tensor spikes = layer.forward(input);
        stored.add(TensorMemory.floats(input));
        float[] expected = stored.gradient(TensorMemory.floats(delta));
        GoldenTensors.assertGradient(
            layer.gradient(delta), TensorMemory.tensor(expected, neurons, inputs), 1e-5);
        fired += spikes.sum().item_long();
        stored.reset(TensorMemory.floats(spikes));
        layer.reset();
      }
      assertThat(fired).as("neurons that fired, so that there is something to reset").isPositive();
    }
  }

  @Test
  void withoutTheMaskEveryNeuronHasAnError() {
    try (PointerScope _ = new PointerScope()) {
      LeakyNeuron neuron = LeakyNeuron.PUBLISHED;
      TraceLayer first = new TraceLayer("first", 4, 3, neuron);
      TraceLayer second = new TraceLayer("second", 3, 4, neuron);
      TraceNetwork network = new TraceNetwork(first, second, neuron, false);
      network.begin(1, 1, true);
      Tensor nothing = torch.zeros(1, 4);
      TraceNetwork.Step silent = network.step(nothing, nothing, LearningRule.usual(0.01, 0));
      assertThat(TensorMemory.floats(silent.error())).containsOnly(0);
      network.begin(1, 1, true);
      TraceNetwork.Step all = network.step(nothing, torch.ones(1, 4), LearningRule.usual(0.01, 0));
      assertThat(TensorMemory.floats(all.error())).containsOnly(1);
    }
  }

  private record Pair(TraceLayer first, TraceLayer second, TraceNetwork network) {}

  private static Pair pair(GoldenVectors golden) {
    int[] sizes = golden.shape("W1_init");
    LeakyNeuron neuron =
        new LeakyNeuron((float) golden.scalar("alpha"), (float) golden.scalar("vth"));
    TraceLayer first = new TraceLayer("first", sizes[1], sizes[0], neuron);
    TraceLayer second = new TraceLayer("second", sizes[0], sizes[1], neuron);
    first.weight().copy_(GoldenTensors.plain(golden, "W1_init"));
    second.weight().copy_(GoldenTensors.plain(golden, "W2_init"));
    return new Pair(first, second, new TraceNetwork(first, second, neuron, true));
  }

  private static Tensor at(GoldenVectors golden, String name, int step) {
    return GoldenTensors.plain(golden, name).select(0, step);
  }

  private static void same(Tensor actual, GoldenVectors golden, String name, int step) {
    assertThat(GoldenTensors.differing(actual, at(golden, name, step)))
        .as("%s at time step %d", name, step)
        .isZero();
  }

  /** A number for every sample and weight, as the equations have it; in doubles. */
  private static final class StoredTraces {
    private final double[][][] traces; // sample, neuron, input
    private final double decay;

    StoredTraces(int samples, int neurons, int inputs, double decay) {
      this.traces = new double[samples][neurons][inputs];
      this.decay = decay;
    }

    void add(float[] input) {
      for (int n = 0; n < traces.length; n++) {
        for (double[] row : traces[n]) {
          for (int i = 0; i < row.length; i++) {
            row[i] = decay * row[i] + input[n * row.length + i];
          }
        }
      }
    }

    float[] gradient(float[] delta) {
      int neurons = traces[0].length;
      int inputs = traces[0][0].length;
      float[] gradient = new float[neurons * inputs];
      for (int m = 0; m < neurons; m++) {
        for (int i = 0; i < inputs; i++) {
          double sum = 0;
          for (int n = 0; n < traces.length; n++) {
            sum += delta[n * neurons + m] * traces[n][m][i];
          }
          gradient[m * inputs + i] = (float) (sum / traces.length);
        }
      }
      return gradient;
    }

    void reset(float[] spikes) {
      int neurons = traces[0].length;
      for (int k = 0; k < spikes.length; k++) {
        if (spikes[k] > 0) {
          java.util.Arrays.fill(traces[k / neurons][k % neurons], 0);
        }
      }
    }
  }
}
