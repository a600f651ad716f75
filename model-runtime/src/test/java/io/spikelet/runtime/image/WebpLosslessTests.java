package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link WebpLossless} on pictures written bit by bit. */
class WebpLosslessTests {

  private static final int SUBTRACT_GREEN = 2;
  private static final int COLOUR_INDEXING = 3;

  /** Bits as the format has them, the lowest of a number first. */
  private static final class Bits {
    private final BitSet set = new BitSet();
    private int length;

    Bits put(int value, int count) {
      for (int i = 0; i < count; i++) {
        set.set(length++, (value >> i & 1) == 1);
      }
      return this;
    }

    /** A code of one symbol, which takes no bits. */
    Bits only(int symbol) {
      return put(0b101, 3).put(symbol, 8);
    }

    Bits group(int green, int red, int blue, int alpha) {
      return only(green).only(red).only(blue).only(alpha).only(0);
    }

    FileBytes bytes() {
      byte[] bytes = new byte[length / 8 + 1];
      for (int i = 0; i < length; i++) {
        bytes[i / 8] |= (byte) (set.get(i) ? 1 << i % 8 : 0);
      }
      return FileBytes.littleEndian(bytes);
    }
  }

  @Test
  void readsAPictureOfOneColour() {
    FileBytes plain = new Bits().put(0, 3).group(2, 1, 3, 255).bytes();
    assertThat(WebpLossless.decode(plain, 5, 3)).hasSize(15).containsOnly(0xFF010203);
  }

  @Test
  void undoesTransforms() {
    FileBytes green =
        new Bits().put(1, 1).put(SUBTRACT_GREEN, 2).put(0, 3).group(200, 100, 3, 255).bytes();
    assertThat(WebpLossless.decode(green, 2, 2)).containsOnly(0xFF2CC8CB);
    // Two colours, the second the first and a difference; eight pixels share a number.
    Bits indexed = new Bits().put(1, 1).put(COLOUR_INDEXING, 2).put(1, 8).put(0, 1);
    indexed.group(9, 8, 7, 255);
    FileBytes palette = indexed.put(0, 3).group(0b10, 0, 0, 0).bytes();
    assertThat(WebpLossless.decode(palette, 3, 1))
        .containsExactly(0xFF080907, 0xFE10120E, 0xFF080907);
  }

  @Test
  void refusesATransformThatComesAgain() {
    Bits bits = new Bits();
    IntStream.range(0, 1000).forEach(_ -> bits.put(1, 1).put(SUBTRACT_GREEN, 2));
    assertRefused(bits.put(0, 3).group(0, 0, 0, 0).bytes());
  }

  @Test
  void keepsOnlyTheCodesThatAreUsed() {
    // One block, whose group is the last of 65536.
    Bits bits = new Bits().put(0, 2).put(1, 1).put(0, 3).put(0, 1).group(255, 255, 0, 0);
    IntStream.range(0, 1 << 16).forEach(i -> bits.group(i < 65_535 ? 1 : 9, 0, 0, 0));
    assertThat(WebpLossless.decode(bits.bytes(), 4, 4)).containsOnly(0x00000900);
  }

  @Test
  void refusesWhatReachesOutside() {
    // A copy of pixels before the first.
    assertRefused(new Bits().put(0, 3).put(0b1, 1).put(0, 60).bytes());
    assertRefused(FileBytes.littleEndian(new byte[0]));
    assertRefused(new Bits().put(0, 1).put(1, 1).put(15, 4).put(0, 100).bytes());
  }

  private static void assertRefused(FileBytes data) {
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> WebpLossless.decode(data, 16, 16));
  }
}
