package io.spikelet.runtime.image;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A stretch of a file as unsigned numbers. What lies outside reads as 0: whoever must know asks
 * {@link #has} before.
 *
 * @param file not copied
 * @param from where it begins
 * @param to behind its end
 * @param order of the bytes of a number
 */
@SuppressWarnings("ArrayRecordComponent")
record FileBytes(byte[] file, int from, int to, ByteOrder order) {

  FileBytes {
    if (from < 0 || to > file.length || from > to) {
      throw new IllegalArgumentException(
          "from %d to %d of %d bytes".formatted(from, to, file.length));
    }
  }

  static FileBytes bigEndian(byte[] file) {
    return new FileBytes(file, 0, file.length, ByteOrder.BIG_ENDIAN);
  }

  static FileBytes littleEndian(byte[] file) {
    return new FileBytes(file, 0, file.length, ByteOrder.LITTLE_ENDIAN);
  }

  int length() {
    return to - from;
  }

  /** Whether all of so many bytes from a place are there. */
  boolean has(long at, long count) {
    return at >= 0 && count >= 0 && at <= length() && count <= length() - at;
  }

  /** A part; what of it lies outside is cut off. */
  FileBytes part(long at, long count) {
    int begin = Math.clamp(at, 0, length());
    return new FileBytes(
        file, from + begin, from + begin + Math.clamp(count, 0, length() - begin), order);
  }

  FileBytes in(ByteOrder other) {
    return new FileBytes(file, from, to, other);
  }

  boolean startsWith(String latin) {
    byte[] text = latin.getBytes(StandardCharsets.ISO_8859_1);
    return has(0, text.length)
        && Arrays.equals(file, from, from + text.length, text, 0, text.length);
  }

  int one(long at) {
    return has(at, 1) ? Byte.toUnsignedInt(file[from + (int) at]) : 0;
  }

  int two(long at) {
    return order == ByteOrder.BIG_ENDIAN
        ? (one(at) << 8) | one(at + 1)
        : one(at) | (one(at + 1) << 8);
  }

  int three(long at) {
    return order == ByteOrder.BIG_ENDIAN
        ? (two(at) << 8) | one(at + 2)
        : two(at) | (one(at + 2) << 16);
  }

  long four(long at) {
    return order == ByteOrder.BIG_ENDIAN
        ? ((long) two(at) << 16) | two(at + 2)
        : two(at) | ((long) two(at + 2) << 16);
  }
}
