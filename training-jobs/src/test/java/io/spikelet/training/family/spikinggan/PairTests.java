package io.spikelet.training.family.spikinggan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.training.export.SpikeTiming;
import io.spikelet.training.firstspike.FirstSpikeLayer;
import io.spikelet.training.firstspike.FirstSpikeNetwork;
import io.spikelet.training.firstspike.FirstSpikeRule;
import io.spikelet.training.firstspike.GoldenNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link Pair}: the discriminator is the network of the golden vectors, the generator
 * passes its noise on, so that the gradients of both are in the vectors.
 */
class PairTests {

  private static final double RATE = 0.25;

  private final GoldenNetwork golden = GoldenNetwork.open("i_ttfs", SpikeTiming.SAME_STEP);
  private final float[] features = golden.vectors().floats("W1");
  private final float[] verdicts = golden.vectors().floats("W2");
  private final FirstSpikeNetwork discriminator = golden.network();
  private final int timeSteps = golden.timeSteps();
  private final int pixels = discriminator.layers().getFirst().inputs();
  private final int hidden = discriminator.output().inputs();
  private final FirstSpikeNetwork generator =
      new FirstSpikeNetwork(List.of(passingOn(pixels), passingOn(pixels)));
  private final Pair pair = new Pair(generator, discriminator, FirstSpikeRule.SPIKING_GAN);

  /**
   * Lets the two output neurons of the discriminator change places: for it what is real is what is
   * fake in the vectors, where every image but the black one is taken for real and so has no error
   * if it is.
   */
  private void exchangeVerdicts() {
    GoldenNetwork.replace(discriminator.output(), exchanged(verdicts));
  }

  /** Numbers of the output neurons, {@code [2, hidden]}, in the other order. */
  private float[] exchanged(float[] values) {
    float[] exchanged = new float[values.length];
    System.arraycopy(values, 0, exchanged, hidden, hidden);
    System.arraycopy(values, hidden, exchanged, 0, hidden);
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
    pair.learn(times(1), times(3), new Pair.Rates(0, 0, RATE, 0));
    // Image 1 is taken for real, so only image 3 has errors.
    assertLearnt(0, features, golden.part("fake_forced_grad_W1", 3));
    assertLearnt(1, verdicts, golden.part("fake_forced_grad_W2", 3));
  }

  @Test
  void exchangedDiscriminatorLearnsFromTheOtherImage() {
    exchangeVerdicts();
    pair.learn(times(1), times(3), new Pair.Rates(0, 0, RATE, 0));
    assertLearnt(0, features, golden.part("fake_forced_grad_W1", 1));
    assertLearnt(1, exchanged(verdicts), exchanged(golden.part("fake_forced_grad_W2", 1)));
  }

  private void assertLearnt(int l, float[] before, float[] gradient) {
    float[] expected = new float[before.length];
    for (int k = 0; k < expected.length; k++) {
      expected[k] = (float) (before[k] - RATE * gradient[k]);
    }
    assertThat(GoldenNetwork.weights(discriminator.layers().get(l)))
        .containsExactly(expected, within(1e-6f))
        .isNotEqualTo(before);
  }

  @Test
  void generatorLearnsFromTheErrorsOfItsPixels() {
    int fake = 3;
    int[] noise = times(fake);
    exchangeVerdicts();
    pair.learn(times(0), noise, new Pair.Rates(0, RATE, 0, 0));
    float[] errors = golden.part("fake_forced_delta_in", fake);
    double norm = 0;
    for (float error : errors) {
      norm += Math.abs(error);
    }
    float[] learnt = GoldenNetwork.weights(generator.output());
    for (int i = 0; i < pixels; i++) {
      for (int j = 0; j < pixels; j++) {
        double step = noise[i] < noise[j] ? RATE * errors[j] / norm : 0;
        assertThat((double) learnt[j * pixels + i])
            .isCloseTo((i == j ? 2 : 0) + step, within(1e-6));
      }
    }
  }

  @Test
  void lossesAreSquaredErrorsOfTheTimes() {
    int sample = 3;
    Pair.Outcome outcome = pair.learn(times(sample), times(sample), new Pair.Rates(0, 0, 0, 0));
    int[] out = golden.row("t_out", sample);
    int[] real = golden.row("real_target", sample);
    int[] fake = golden.row("fake_target", sample);
    assertThat(outcome.discriminatorLoss())
        .isCloseTo(loss(out, real) + loss(out, fake), within(1e-6));
    assertThat(outcome.generatorLoss()).isCloseTo(loss(out, real), within(1e-6));
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
    return golden.row("t_in", sample);
  }
}
