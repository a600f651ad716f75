package io.spikelet.runtime.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link SpikeTrain}. */
class SpikeTrainTests {

  @ParameterizedTest
  @CsvSource({"1,1,1", "16,4,128", "5,3,7", "64,2,1", "3,1,65", "13,2,64"})
  void keepsEverySpike(int timeSteps, int samples, int neurons) {
    float[] spikes = randomSpikes(timeSteps * samples * neurons);
    SpikeTrain train = SpikeTrain.of(spikes, timeSteps, samples, neurons);
    long count = 0;
    for (int i = 0; i < spikes.length; i++) {
      int t = i / neurons / samples;
      int n = i / neurons % samples;
      assertThat(train.fires(t, n, i % neurons)).isEqualTo(spikes[i] == 1);
      count += (long) spikes[i];
    }
    assertThat(train.toFloats()).isEqualTo(spikes);
    assertThat(train.count()).isEqualTo(count);
    assertThat(SpikeTrain.ofBytes(train.toBytes(), timeSteps, samples, neurons)).isEqualTo(train);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "16,128", "5,7", "9,9", "2,4"})
  void unpacksWhatItPacks(int timeSteps, int neurons) {
    SpikeTrain train = SpikeTrain.of(randomSpikes(timeSteps * neurons * 2), timeSteps, 2, neurons);
    for (int n = 0; n < 2; n++) {
      byte[] packed = train.packed(n);
      assertThat(packed).hasSize((timeSteps * neurons + 7) / 8);
      assertThat(SpikeTrain.unpack(packed, timeSteps, neurons)).isEqualTo(train.sample(n));
    }
  }

  @Test
  void packsTheLeastSignificantBitFirst() {
    // bits t * D + d = 0, 4, 9
    SpikeTrain train =
        SpikeTrain.builder(3, 1, 4).fire(0, 0, 0).fire(1, 0, 0).fire(2, 0, 1).build();
    assertThat(train.packed(0)).containsExactly(0b0001_0001, 0b0000_0010);
  }

  @Test
  void samplesJoinAgain() {
    SpikeTrain train = SpikeTrain.of(randomSpikes(4 * 3 * 5), 4, 3, 5);
    List<SpikeTrain> samples = List.of(train.sample(0), train.sample(1), train.sample(2));
    assertThat(SpikeTrain.join(samples)).isEqualTo(train).hasSameHashCodeAs(train);
    assertThat(SpikeTrain.join(samples.reversed())).isNotEqualTo(train);
    assertThat(train.count(0) + train.count(1) + train.count(2)).isEqualTo(train.count());
  }

  @Test
  void ratesAreMeansOverTime() {
    SpikeTrain train =
        SpikeTrain.builder(4, 2, 3).fire(0, 1, 0).fire(1, 1, 0).fire(3, 1, 2).build();
    assertThat(train.firingRates(0)).containsExactly(0, 0, 0);
    assertThat(train.firingRates(1)).containsExactly(0.5f, 0, 0.25f);
    assertThat(train.counts(1)).containsExactly(2, 0, 1);
  }

  @Test
  void aBuiltTrainNeverChanges() {
    SpikeTrain.Builder builder = SpikeTrain.builder(1, 1, 2).fire(0, 0, 0);
    SpikeTrain first = builder.build();
    SpikeTrain second = builder.fire(0, 0, 1).build();
    assertThat(first.toBytes()).containsExactly(1, 0);
    assertThat(second.toBytes()).containsExactly(1, 1);
  }

  @Test
  void saysWhereANumberIsNoSpike() {
    float[] spikes = new float[2 * 3 * 4];
    spikes[(1 * 3 + 2) * 4 + 3] = 0.5f;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.of(spikes, 2, 3, 4))
        .withMessage("a spike is 0 or 1, not 0.5 (time step 1, sample 2, neuron 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.of(new float[] {Float.NaN}, 1, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.ofBytes(new byte[] {2}, 1, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.ofBytes(new byte[] {-1}, 1, 1, 1));
  }

  @Test
  void bitsAreCountedByTimeThenNeuron() {
    BitSet bits = new BitSet();
    bits.set(1);
    bits.set(69);
    SpikeTrain expected = SpikeTrain.builder(10, 1, 7).fire(0, 0, 1).fire(9, 0, 6).build();
    assertThat(SpikeTrain.of(bits, 10, 7)).isEqualTo(expected);
    assertThat(SpikeTrain.of(new BitSet(), 10, 7)).isEqualTo(SpikeTrain.builder(10, 1, 7).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.of(bits, 3, 23))
        .withMessage("3 time steps of 23 neurons have no spike 69");
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.of(new float[5], 1, 2, 3))
        .withMessage("1 time steps of 2 samples of 3 neurons are 6 values, not 5");
    assertThatIllegalArgumentException().isThrownBy(() -> SpikeTrain.builder(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> SpikeTrain.builder(1 << 20, 1, 1 << 20));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.unpack(new byte[3], 2, 8))
        .withMessage("2 time steps of 8 neurons are 2 packed bytes, not 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.unpack(new byte[] {8}, 1, 3))
        .withMessage("the last packed byte may only use its lowest 3 bits");
    SpikeTrain train = SpikeTrain.builder(1, 1, 1).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpikeTrain.join(List.of(train, SpikeTrain.builder(2, 1, 1).build())));
    assertThatIllegalArgumentException().isThrownBy(() -> SpikeTrain.join(List.of()));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> train.fires(0, 0, 1))
        .withMessage("neuron must be from 0 to 0, not 1");
  }

  private static float[] randomSpikes(int size) {
    Random random = new Random(size);
    float[] spikes = new float[size];
    for (int i = 0; i < size; i++) {
      spikes[i] = random.nextInt(2);
    }
    return spikes;
  }
}
