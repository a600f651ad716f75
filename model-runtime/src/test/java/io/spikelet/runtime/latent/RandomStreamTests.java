package io.spikelet.runtime.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.latent.RandomStream.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests for {@link RandomStream}, {@link Philox} and {@link ImageSeed}. */
class RandomStreamTests {

  /** The known answers of the generator's authors (Random123, kat_vectors, philox4x32 10). */
  @Test
  void philoxGivesTheKnownAnswers() {
    assertThat(block(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(block(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void uniformsAreTheUpper24BitsOfTheBlocks() {
    ImageSeed seed = new ImageSeed(0x1_2345_6789_ABCDL, 0x7_0000_0002L);
    float[] uniforms = RandomStream.of(seed).uniforms(Purpose.LATENT_SPIKES, 6);
    int[] first = block(0, 2, 2, 7, 0x6789_ABCD, 0x1_2345);
    int[] second = block(1, 2, 2, 7, 0x6789_ABCD, 0x1_2345);
    assertThat(uniforms[0]).isEqualTo((first[0] >>> 8) / 16_777_216f);
    assertThat(uniforms[3]).isEqualTo((first[3] >>> 8) / 16_777_216f);
    assertThat(uniforms[5]).isEqualTo((second[1] >>> 8) / 16_777_216f);
  }

  @Test
  void uniformsAreUniform() {
    float[] uniforms =
        RandomStream.of(new ImageSeed(7, 0)).uniforms(Purpose.LATENT_SPIKES, 1 << 20);
    int[] bins = new int[16];
    for (float uniform : uniforms) {
      // Outside [0, 1) there is no bin.
      bins[(int) Math.floor(uniform * 16)]++;
    }
    // 65,536 expected a bin, deviation 248; five of them.
    for (int count : bins) {
      assertThat(count).isCloseTo(65_536, within(1_240));
    }
  }

  @Test
  void normalsAreNormal() {
    float[] normals = RandomStream.of(new ImageSeed(7, 0)).normals(Purpose.PRIOR_NORMAL, 1 << 20);
    double[] moments = new double[5];
    for (float normal : normals) {
      double power = 1;
      for (int k = 0; k < moments.length; k++) {
        moments[k] += power / normals.length;
        power *= normal;
      }
    }
    assertThat(moments[1]).isCloseTo(0, within(0.005));
    assertThat(moments[2]).isCloseTo(1, within(0.01));
    assertThat(moments[3]).isCloseTo(0, within(0.02));
    assertThat(moments[4]).isCloseTo(3, within(0.06));
  }

  @Test
  void normalsAreThoseOfBoxAndMuller() {
    int[] words = block(0, 1, 0, 0, 5, 0);
    double u1 = (Integer.toUnsignedLong(words[0]) + 0.5) / 4_294_967_296.0;
    double u2 = (Integer.toUnsignedLong(words[1]) + 0.5) / 4_294_967_296.0;
    double radius = Math.sqrt(-2 * Math.log(u1));
    float[] normals = RandomStream.of(new ImageSeed(5, 0)).normals(Purpose.PRIOR_NORMAL, 2);
    assertThat(normals[0]).isCloseTo((float) (radius * Math.cos(2 * Math.PI * u2)), within(1e-6f));
    assertThat(normals[1]).isCloseTo((float) (radius * Math.sin(2 * Math.PI * u2)), within(1e-6f));
  }

  @Test
  void longerRequestsBeginWithTheShorterOnes() {
    RandomStream stream = RandomStream.of(new ImageSeed(3, 4));
    for (int count = 0; count < 20; count++) {
      assertThat(stream.uniforms(Purpose.LATENT_SPIKES, count))
          .isEqualTo(Arrays.copyOf(stream.uniforms(Purpose.LATENT_SPIKES, 50), count));
      assertThat(stream.normals(Purpose.PRIOR_NORMAL, count))
          .isEqualTo(Arrays.copyOf(stream.normals(Purpose.PRIOR_NORMAL, 50), count));
    }
  }

  @Test
  void streamsAndPurposesShareNothing() {
    Set<String> seen = new HashSet<>();
    for (long seed : new long[] {0, 1, ImageSeed.MAX_SEED, 1L << 32}) {
      for (long index : new long[] {0, 1, 63, 1L << 32, Long.MAX_VALUE}) {
        for (Purpose purpose : Purpose.values()) {
          float[] uniforms = RandomStream.of(new ImageSeed(seed, index)).uniforms(purpose, 4);
          assertThat(seen.add(Arrays.toString(uniforms))).isTrue();
        }
      }
    }
  }

  @Test
  void purposesKeepTheirNumbers() {
    assertThat(Purpose.PRIOR_NORMAL.number()).isEqualTo(1);
    assertThat(Purpose.LATENT_SPIKES.number()).isEqualTo(2);
    assertThat(Arrays.stream(Purpose.values()).map(Purpose::number)).doesNotHaveDuplicates();
  }

  @Test
  void seedsHaveARange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSeed(-1, 0))
        .withMessage("seed must be from 0 to 9007199254740991, not -1");
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageSeed(1L << 53, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageSeed(0, -1));
    assertThat(new ImageSeed(4, 5).plus(3)).isEqualTo(new ImageSeed(4, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RandomStream.of(new ImageSeed(0, 0)).uniforms(Purpose.LATENT_SPIKES, -1));
  }

  private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
    int[] out = new int[4];
    Philox.block(c0, c1, c2, c3, k0, k1, out);
    return out;
  }
}
