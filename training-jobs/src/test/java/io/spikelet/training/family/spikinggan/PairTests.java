package io.spikelet.training.family.spikinggan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.export.SpikeTiming;
import io.spikelet.training.firstspike.FirstSpikeLayer;
import io.spikelet.training.firstspike.FirstSpikeNetwork;
import io.spikelet.training.firstspike.FirstSpikeRule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link Pair}: the discriminator is the network of the golden vectors, the generator
 * passes its noise on, so that the gradients of both are in the vectors.
 */
class PairTests {

  private static final double RATE = 0.25;

  private final GoldenVectors golden = GoldenVectors.open("i_ttfs");
  private final int timeSteps = (int) golden.scalar("tmax");
  private final int pixels = golden.shape("W1")[1];
  private final int hidden = golden.shape("W1")[0];
  private final int samples = golden.shape("t_in")[0];
  private final FirstSpikeNetwork generator =
      new FirstSpikeNetwork(List.of(passingOn(pixels), passingOn(pixels)));

  private static Pair pair(FirstSpikeNetwork generator, FirstSpikeNetwork discriminator) {
    return new Pair(generator, discriminator, FirstSpikeRule.SPIKING_GAN);
  }

  private FirstSpikeNetwork discriminator(float[] verdicts) {
    return new FirstSpikeNetwork(
        List.of(
            golden(golden.floats("W1"), pixels, hidden, 0),
            golden(verdicts, hidden, Pair.VERDICTS, 1)));
  }

  private FirstSpikeLayer golden(float[] weights, int inputs, int neurons, int l) {
    double threshold = golden.doubles("thr")[l];
    FirstSpikeLayer layer =
        new FirstSpikeLayer(inputs, neurons, threshold, timeSteps, SpikeTiming.SAME_STEP);
    layer.weights(transposed(weights, neurons, inputs));
    return layer;
  }

  /**
   * The discriminator whose two output neurons have changed places: for it what is real is what is
   * fake in the vectors, where every image but the black one is taken for real and so has no error
   * if it is.
   */
  private float[] exchanged(float[] verdicts) {
    float[] exchanged = new float[verdicts.length];
    System.arraycopy(verdicts, 0, exchanged, hidden, hidden);
    System.arraycopy(verdicts, hidden, exchanged, 0, hidden);
    return exchanged;
  }

  /** Every neuron fires when the input of its number does. */
  private FirstSpikeLayer passingOn(int neurons) {
    FirstSpikeLayer layer =
        new FirstSpikeLayer(neurons, neurons, 1, timeSteps, SpikeTiming.SAME_STEP);
    float[] weights = new float[neurons * neurons];
    for (int i = 0; i < neurons; i++) {
      weights[i * neurons + i] = 2;
    }
    layer.weights(weights);
    return layer;
  }

  @Test
  void discriminatorLearnsFromBothGradients() {
    FirstSpikeNetwork discriminator = discriminator(golden.floats("W2"));
    pair(generator, discriminator).learn(times(1), times(3), new Pair.Rates(0, 0, RATE, 0));
    // Image 1 is taken for real, so only image 3 has errors.
    float[] hiddenGradient = part("fake_forced_grad_W1", 3, hidden * pixels);
    float[] gradient = part("fake_forced_grad_W2", 3, Pair.VERDICTS * hidden);
    assertLearnt(discriminator, 0, golden.floats("W1"), hiddenGradient);
    assertLearnt(discriminator, 1, golden.floats("W2"), gradient);
  }

  @Test
  void exchangedDiscriminatorLearnsFromTheOtherImage() {
    FirstSpikeNetwork discriminator = discriminator(exchanged(golden.floats("W2")));
    pair(generator, discriminator).learn(times(1), times(3), new Pair.Rates(0, 0, RATE, 0));
    float[] hiddenGradient = part("fake_forced_grad_W1", 1, hidden * pixels);
    float[] gradient = part("fake_forced_grad_W2", 1, Pair.VERDICTS * hidden);
    assertLearnt(discriminator, 0, golden.floats("W1"), hiddenGradient);
    assertLearnt(discriminator, 1, exchanged(golden.floats("W2")), exchanged(gradient));
  }

  private static void assertLearnt(
      FirstSpikeNetwork discriminator, int l, float[] before, float[] gradient) {
    float[] expected = new float[before.length];
    for (int k = 0; k < expected.length; k++) {
      expected[k] = (float) (before[k] - RATE * gradient[k]);
    }
    FirstSpikeLayer layer = discriminator.layers().get(l);
    float[] learnt = transposed(weights(layer), layer.inputs(), layer.neurons());
    assertThat(learnt).containsExactly(expected, within(1e-6f)).isNotEqualTo(before);
  }

  @Test
  void generatorLearnsFromTheErrorsOfItsPixels() {
    int fake = 3;
    int[] noise = times(fake);
    FirstSpikeNetwork discriminator = discriminator(exchanged(golden.floats("W2")));
    pair(generator, discriminator).learn(times(0), noise, new Pair.Rates(0, RATE, 0, 0));
    float[] errors = part("fake_forced_delta_in", fake, pixels);
    double norm = 0;
    for (float error : errors) {
      norm += Math.abs(error);
    }
    float[] learnt = weights(generator.output());
    for (int i = 0; i < pixels; i++) {
      for (int j = 0; j < pixels; j++) {
        double step = noise[i] < noise[j] ? RATE * errors[j] / norm : 0;
        assertThat((double) learnt[i * pixels + j])
            .isCloseTo((i == j ? 2 : 0) + step, within(1e-6));
      }
    }
  }

  @Test
  void lossesAreSquaredErrorsOfTheTimes() {
    int sample = 3;
    Pair.Outcome outcome =
        pair(generator, discriminator(golden.floats("W2")))
            .learn(times(sample), times(sample), new Pair.Rates(0, 0, 0, 0));
    int[] out = row("t_out", sample);
    assertThat(outcome.discriminatorLoss())
        .isCloseTo(
            loss(out, row("real_target", sample)) + loss(out, row("fake_target", sample)),
            within(1e-6));
    assertThat(outcome.generatorLoss())
        .isCloseTo(loss(out, row("real_target", sample)), within(1e-6));
    assertThat(outcome.realTaken()).isEqualTo(out[Pair.REAL] < out[Pair.FAKE]);
    assertThat(outcome.fakeTaken()).isEqualTo(outcome.realTaken());
  }

  private double loss(int[] times, int[] targets) {
    double sum = 0;
    for (int k = 0; k < times.length; k++) {
      double error = (double) (times[k] - targets[k]) / timeSteps;
      sum += 0.5 * error * error;
    }
    return sum;
  }

  private int[] times(int sample) {
    return row("t_in", sample);
  }

  private int[] row(String name, int sample) {
    int columns = golden.shape(name)[1];
    return Arrays.stream(golden.longs(name), sample * columns, (sample + 1) * columns)
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  private float[] part(String name, int sample, int size) {
    assertThat(golden.floats(name)).hasSize(samples * size);
    return Arrays.copyOfRange(golden.floats(name), sample * size, (sample + 1) * size);
  }

  private static float[] weights(FirstSpikeLayer layer) {
    float[] weights = new float[layer.inputs() * layer.neurons()];
    layer.fold();
    layer.copyWeights(weights);
    return weights;
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }
}
