package io.spikelet.runtime.image;

import java.util.Arrays;

/**
 * A prefix code of a lossless WebP picture (RFC 9649, section 3.7.2): canonical, with codes of up
 * to 15 bits. Takes memory by the symbols that have a code, not by those that could.
 */
final class WebpPrefixCode {

  private static final int LONGEST = 15;
  private static final int[] LENGTH_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };
  private static final int LENGTH_SYMBOLS = 19;
  private static final int REPEAT = 16;
  private static final int FEW_ZEROS = 17;

  /** How many codes there are of each length. */
  private final short[] counts;

  /** In the order of their codes. */
  private final short[] symbols;

  private WebpPrefixCode(short[] counts, short[] symbols) {
    this.counts = counts;
    this.symbols = symbols;
  }

  /** Number of symbols that have a code. */
  int symbols() {
    return symbols.length;
  }

  /** The next symbol. */
  int next(BitReader bits) {
    if (symbols.length == 1) {
      return symbols[0];
    }
    int code = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code |= bits.read(1);
      int count = counts[length];
      if (code - first < count) {
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw ImageFormatException.damaged(PictureFormat.WEBP);
  }

  /** Reads a code of an alphabet. */
  static WebpPrefixCode read(BitReader bits, int alphabet) {
    byte[] lengths = new byte[alphabet];
    if (bits.flag()) {
      readSimple(bits, lengths);
    } else {
      readLengths(bits, lengths);
    }
    return of(lengths);
  }

  private static void readSimple(BitReader bits, byte[] lengths) {
    boolean two = bits.flag();
    set(lengths, bits.read(bits.flag() ? Byte.SIZE : 1));
    if (two) {
      set(lengths, bits.read(Byte.SIZE));
    }
  }

  private static void set(byte[] lengths, int symbol) {
    if (symbol >= lengths.length) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    lengths[symbol] = 1;
  }

  private static void readLengths(BitReader bits, byte[] lengths) {
    byte[] ofLengths = new byte[LENGTH_SYMBOLS];
    int given = 4 + bits.read(4);
    for (int i = 0; i < given; i++) {
      ofLengths[LENGTH_ORDER[i]] = (byte) bits.read(3);
    }
    WebpPrefixCode code = of(ofLengths);
    int left = bits.flag() ? 2 + bits.read(2 + 2 * bits.read(3)) : lengths.length;
    byte previous = 8;
    for (int at = 0; at < lengths.length && left > 0; left--) {
      int symbol = code.next(bits);
      if (symbol < REPEAT) {
        lengths[at++] = (byte) symbol;
        previous = symbol == 0 ? previous : (byte) symbol;
      } else {
        at = repeat(bits, lengths, at, symbol, previous);
      }
    }
  }

  private static int repeat(BitReader bits, byte[] lengths, int at, int symbol, byte previous) {
    int count =
        switch (symbol) {
          case REPEAT -> 3 + bits.read(2);
          case FEW_ZEROS -> 3 + bits.read(3);
          default -> 11 + bits.read(7);
        };
    if (at + count > lengths.length) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    if (symbol == REPEAT) {
      Arrays.fill(lengths, at, at + count, previous);
    }
    return at + count;
  }

  /** The code in which symbols of equal length follow each other. */
  private static WebpPrefixCode of(byte[] lengths) {
    short[] counts = new short[LONGEST + 1];
    for (byte length : lengths) {
      counts[length]++;
    }
    int used = lengths.length - counts[0];
    requireComplete(counts, used);
    int[] at = new int[LONGEST + 2];
    for (int length = 1; length <= LONGEST; length++) {
      at[length + 1] = at[length] + counts[length];
    }
    short[] symbols = new short[used];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] != 0) {
        symbols[at[lengths[symbol]]++] = (short) symbol;
      }
    }
    return new WebpPrefixCode(counts, symbols);
  }

  private static void requireComplete(short[] counts, int used) {
    int left = 1;
    for (int length = 1; length <= LONGEST; length++) {
      left = 2 * left - counts[length];
      if (left < 0) {
        break;
      }
    }
    if (used == 0 || (used > 1 && left != 0)) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
  }
}
