package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spikelet.runtime.engine.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests for {@link FirstSpikeGraph}: by hand, and against plain loops bit for bit. */
class FirstSpikeGraphTests {

  private static final int INPUTS = 207;
  private static final int OUTPUTS = 13;
  private static final int TIME_STEPS = 256;
  private static final int SAMPLES = 6;
  private static final double THRESHOLD = 1.5;

  private final Random random = new Random(4);

  @Test
  void anInputOfTheSameTimeCanStillPreventASpike() {
    // After the first input alone the potential would be 2; at time 3 it is 2 - 1.5.
    assertThat(times(SpikeTiming.SAME_STEP, 1, new float[] {2, -1.5f, 1}, 3, 3, 5))
        .containsExactly(5);
  }

  @Test
  void aPotentialMustExceedTheThreshold() {
    assertThat(times(SpikeTiming.SAME_STEP, 2, new float[] {1, 1, 0.25f}, 0, 2, 4))
        .containsExactly(4);
  }

  @Test
  void theNextStepIsOneLaterButNeverAfterTheEnd() {
    float[] weight = {2, 2, 2};
    assertThat(times(SpikeTiming.NEXT_STEP, 1, weight, 4, 8, 8)).containsExactly(5);
    assertThat(times(SpikeTiming.SAME_STEP, 1, weight, 7, 8, 8)).containsExactly(7);
    assertThat(times(SpikeTiming.NEXT_STEP, 1, weight, 7, 8, 8)).containsExactly(8);
  }

  @Test
  void silentInputsNeverAdd() {
    assertThat(times(SpikeTiming.SAME_STEP, 1, new float[] {0.5f, 9, 9}, 2, 8, 8))
        .containsExactly(8);
    assertThat(times(SpikeTiming.SAME_STEP, 1, new float[] {9, 9, 9}, 8, 8, 8)).containsExactly(8);
  }

  @Test
  void aFallenPotentialDoesNotTakeTheSpikeBack() {
    assertThat(times(SpikeTiming.SAME_STEP, 1, new float[] {2, -5, 9}, 1, 2, 3)).containsExactly(1);
  }

  private static float[] times(SpikeTiming timing, double threshold, float[] weight, float... in) {
    return new FirstSpikes(8, timing, threshold).run(weight, 1, in, 1, 0).floats("times").data();
  }

  @ParameterizedTest
  @EnumSource
  void timesAndPotentialsAreThoseOfPlainLoopsBitForBit(SpikeTiming timing) {
    float[] weight = weights(1);
    float[] in = times();
    for (int at = 0; at < TIME_STEPS; at += 51) {
      Tensors found = run(timing, weight, in, SAMPLES, at);
      for (int n = 0; n < SAMPLES; n++) {
        float[] own = row(in, n, INPUTS);
        assertThat(row(found.floats("times").data(), n, OUTPUTS))
            .containsExactly(plainTimes(timing, weight, own));
        assertThat(row(found.floats("potentials").data(), n, OUTPUTS))
            .containsExactly(plainPotentials(weight, own, at));
      }
    }
  }

  @Test
  void anImageHasTheSameBitsInEveryBatch() {
    float[] weight = weights(1);
    float[] in = times();
    Tensors together = run(SpikeTiming.SAME_STEP, weight, in, SAMPLES, 100);
    for (int n = 0; n < SAMPLES; n++) {
      Tensors alone = run(SpikeTiming.SAME_STEP, weight, row(in, n, INPUTS), 1, 100);
      for (String output : new String[] {"times", "potentials"}) {
        assertThat(alone.floats(output).data())
            .containsExactly(row(together.floats(output).data(), n, OUTPUTS));
      }
      assertThat(alone.longs("spikes").data()).containsExactly(together.longs("spikes").data()[n]);
    }
  }

  @Test
  void everyImageTakesTheWeightsOfItsNetwork() {
    float[] weight = weights(3);
    float[] in = times();
    float[] network = {2, 0, 1, 1, 0, 2};
    float[] found =
        new FirstSpikes(TIME_STEPS, SpikeTiming.SAME_STEP, THRESHOLD)
            .run(weight, INPUTS, OUTPUTS, in, network)
            .floats("times")
            .data();
    for (int n = 0; n < SAMPLES; n++) {
      float[] own = row(weight, (int) network[n], OUTPUTS * INPUTS);
      assertThat(row(found, n, OUTPUTS))
          .containsExactly(plainTimes(SpikeTiming.SAME_STEP, own, row(in, n, INPUTS)));
    }
  }

  @Test
  void everyLevelHasTheTimeOfItsDarkness() {
    for (int timeSteps : new int[] {256, 255, 51, 32}) {
      float[] levels = new float[256];
      float[] expected = new float[256];
      for (int level = 0; level < 256; level++) {
        levels[level] = level / 255f;
        expected[level] = Math.floorDiv((255 - level) * timeSteps, 255);
      }
      assertThat(new FirstSpikes(timeSteps, SpikeTiming.SAME_STEP, 1).brightness(levels))
          .containsExactly(expected);
    }
  }

  @Test
  void valuesOutsideTheRangeAreTakenForItsEnds() {
    assertThat(new FirstSpikes(256, SpikeTiming.SAME_STEP, 1).brightness(new float[] {-0.5f, 1.5f}))
        .containsExactly(256, 0);
  }

  @Test
  void aThresholdBelowZeroIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> times(SpikeTiming.SAME_STEP, -1, new float[] {1}, 0))
        .withMessage("the threshold of layer layer must be finite and 0 or more, not -1.0");
  }

  private static Tensors run(SpikeTiming timing, float[] weight, float[] in, int samples, int at) {
    return new FirstSpikes(TIME_STEPS, timing, THRESHOLD).run(weight, OUTPUTS, in, samples, at);
  }

  /** The equations as they stand: all time steps, every input that has arrived. */
  private static float[] plainTimes(SpikeTiming timing, float[] weight, float[] in) {
    float[] times = new float[OUTPUTS];
    Arrays.fill(times, TIME_STEPS);
    for (int t = TIME_STEPS - 1; t >= 0; t--) {
      float[] potentials = plainPotentials(weight, in, t);
      for (int j = 0; j < OUTPUTS; j++) {
        if (potentials[j] > THRESHOLD) {
          times[j] = timing == SpikeTiming.SAME_STEP ? t : t + 1;
        }
      }
    }
    return times;
  }

  /** Sums in the order of times, at equal times of numbers. */
  private static float[] plainPotentials(float[] weight, float[] in, int last) {
    float[] potentials = new float[OUTPUTS];
    for (int t = 0; t <= last; t++) {
      for (int i = 0; i < INPUTS; i++) {
        for (int j = 0; in[i] == t && j < OUTPUTS; j++) {
          potentials[j] += weight[j * INPUTS + i];
        }
      }
    }
    return potentials;
  }

  /** Images of few and of many spikes; the last is silent. */
  private float[] times() {
    float[] times = new float[SAMPLES * INPUTS];
    Arrays.fill(times, TIME_STEPS);
    for (int i = 0; i < (SAMPLES - 1) * INPUTS; i++) {
      if (random.nextInt(SAMPLES) <= i / INPUTS) {
        times[i] = random.nextInt(TIME_STEPS / 4) * 4;
      }
    }
    return times;
  }

  private float[] weights(int networks) {
    float[] weight = new float[networks * OUTPUTS * INPUTS];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian(0.01, 0.2);
    }
    return weight;
  }

  private static float[] row(float[] all, int row, int size) {
    return Arrays.copyOfRange(all, row * size, (row + 1) * size);
  }
}
