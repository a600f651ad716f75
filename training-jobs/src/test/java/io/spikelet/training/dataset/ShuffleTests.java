package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link Shuffle}. */
class ShuffleTests {

  @Test
  void everyPictureComesOnce() {
    assertThat(IntStream.of(Shuffle.permutation(60_000, 42, 3)).sorted().toArray())
        .isEqualTo(IntStream.range(0, 60_000).toArray());
    assertThat(Shuffle.permutation(0, 42, 0)).isEmpty();
    assertThat(Shuffle.permutation(1, 42, 0)).containsExactly(0);
  }

  @Test
  void seedAndEpochDecideAlone() {
    int[] order = Shuffle.permutation(1000, 42, 3);
    assertThat(Shuffle.permutation(1000, 42, 3)).isEqualTo(order);
    assertThat(Shuffle.permutation(1000, 42, 4)).isNotEqualTo(order);
    assertThat(Shuffle.permutation(1000, 43, 3)).isNotEqualTo(order);
  }

  @Test
  void allOrdersOfFourAreAboutEquallyFrequent() {
    int[] counts = new int[256];
    for (int epoch = 0; epoch < 24_000; epoch++) {
      int[] order = Shuffle.permutation(4, 1, epoch);
      counts[order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3]]++;
    }
    double chiSquare =
        IntStream.of(counts)
            .filter(count -> count > 0)
            .mapToDouble(count -> (count - 1000.0) * (count - 1000.0) / 1000)
            .sum();
    assertThat(IntStream.of(counts).filter(count -> count > 0).count()).isEqualTo(24);
    // 23 degrees of freedom: above 49.7 once in a thousand seeds.
    assertThat(chiSquare).isLessThan(49.7);
  }
}
