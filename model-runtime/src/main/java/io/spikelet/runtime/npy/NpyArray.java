package io.spikelet.runtime.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An array in NumPy's {@code .npy} format. Its elements are counted row by row, the last index
 * first, in whichever order the file has them.
 *
 * <p>Reads format versions 1 to 3 with integers of 1, 2, 4 and 8 bytes, signed or not, booleans,
 * and floats of 2, 4 and 8 bytes, in both byte orders, in C's and in Fortran's order; writes
 * version 1, byte for byte as NumPy does. Nothing of the size that a header claims is allocated
 * before that size was held against the bytes that are there.
 *
 * <p>Source: NumPy, {@code numpy/lib/format.py}.
 */
public final class NpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int VERSION_AT = MAGIC.length;
  private static final int LENGTH_AT = VERSION_AT + 2;
  // NumPy aligns the elements, so that a file can be mapped into memory.
  private static final int ALIGNMENT = 64;

  private final NpyHeader header;
  private final int[] strides;
  private final ByteBuffer data;

  private NpyArray(NpyHeader header, ByteBuffer data) {
    this.header = header;
    this.strides = header.strides();
    this.data = data.order(header.format().order());
  }

  /**
   * Reads an array.
   *
   * @param file a whole file; kept, not copied
   * @throws NpyFormatException if it is damaged, of another format, or of elements that are not
   *     read
   */
  public static NpyArray parse(byte[] file) {
    if (file.length < LENGTH_AT + 2
        || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new NpyFormatException("This is no .npy array: it does not begin like one.");
    }
    int version = file[VERSION_AT];
    if (version < 1 || version > 3) {
      throw new NpyFormatException(
          "The .npy array has format version " + version + "; versions 1 to 3 are read.");
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    int headerAt = LENGTH_AT + lengthBytes;
    long length = headerLength(file, lengthBytes);
    if (length > NpyHeader.MAX_BYTES) {
      throw new NpyFormatException(
          "The header of the .npy array has %d bytes; at most %d are read."
              .formatted(length, NpyHeader.MAX_BYTES));
    }
    long dataAt = headerAt + length;
    if (dataAt > file.length) {
      throw new NpyFormatException("The .npy array is cut short in its header.");
    }
    NpyHeader header = NpyHeader.parse(Arrays.copyOfRange(file, headerAt, (int) dataAt));
    requireLength(header, file.length - dataAt);
    return new NpyArray(
        header, ByteBuffer.wrap(file, (int) dataAt, (int) (file.length - dataAt)).slice());
  }

  /**
   * An array of unsigned bytes.
   *
   * @param data row-major; copied
   * @throws IllegalArgumentException if its length does not fill the shape
   */
  public static NpyArray ofBytes(byte[] data, int... shape) {
    NpyHeader header = header(ElementType.UINT8, data.length, shape);
    return new NpyArray(header, allocate(header).put(0, data));
  }

  /** As {@link #ofBytes}, of 32-bit floats. */
  public static NpyArray ofFloats(float[] data, int... shape) {
    NpyHeader header = header(ElementType.FLOAT32, data.length, shape);
    ByteBuffer copy = allocate(header);
    copy.asFloatBuffer().put(data);
    return new NpyArray(header, copy);
  }

  /** As {@link #ofBytes}, of 64-bit integers. */
  public static NpyArray ofLongs(long[] data, int... shape) {
    NpyHeader header = header(ElementType.INT64, data.length, shape);
    ByteBuffer copy = allocate(header);
    copy.asLongBuffer().put(data);
    return new NpyArray(header, copy);
  }

  /** Sizes of the axes, outermost first; empty for a single number. */
  public int[] shape() {
    return header.shape().clone();
  }

  /** Number of elements. */
  public int size() {
    return (int) header.elements();
  }

  /**
   * One element; an integer beyond 2^53 is rounded, which none becomes 0 or 1 by.
   *
   * @param i counted row by row
   */
  public double value(int i) {
    return header.format().type().value(data, position(i) * header.format().type().bytes());
  }

  /** Where element i stands in the file. */
  private int position(int i) {
    if (!header.columnByColumn()) {
      return i;
    }
    int position = 0;
    int rest = i;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      int length = header.shape()[axis];
      position += rest % length * strides[axis];
      rest /= length;
    }
    return position;
  }

  /**
   * The elements as bytes, booleans as they are stored: 0 and 1.
   *
   * @throws NpyFormatException if one is not a whole number from 0 to 255
   */
  public byte[] bytes() {
    byte[] bytes = new byte[size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) whole(i, 0, 255);
    }
    return bytes;
  }

  /** The elements, rounded to floats. */
  public float[] floats() {
    float[] floats = new float[size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) value(i);
    }
    return floats;
  }

  /** The elements; integers beyond 2^53 are rounded. */
  public double[] doubles() {
    double[] doubles = new double[size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = value(i);
    }
    return doubles;
  }

  /**
   * The elements as integers.
   *
   * @throws NpyFormatException if one is not a whole number, or a float beyond 2^53
   */
  public long[] longs() {
    long[] longs = new long[size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] =
          header.format().type() == ElementType.INT64
              ? data.getLong(position(i) * Long.BYTES)
              : whole(i, -0x1p53, 0x1p53);
    }
    return longs;
  }

  /** The array as a file of format version 1. */
  public byte[] toFile() {
    String text = header.text();
    int textAt = LENGTH_AT + Short.BYTES;
    // The text ends with a line feed.
    int dataAt = Math.ceilDiv(textAt + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    byte[] file = new byte[Math.addExact(dataAt, data.capacity())];
    ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (dataAt - textAt));
    Arrays.fill(file, textAt, dataAt, (byte) ' ');
    out.put(text.getBytes(StandardCharsets.ISO_8859_1));
    file[dataAt - 1] = '\n';
    data.get(0, file, dataAt, data.capacity());
    return file;
  }

  private long whole(int i, double least, double most) {
    double value = value(i);
    if (!(value >= least && value <= most) || value != Math.rint(value)) {
      throw new NpyFormatException(
          "Element %d of the .npy array is %s; it must be a whole number from %.0f to %.0f."
              .formatted(i, value, least, most));
    }
    return (long) value;
  }

  private static long headerLength(byte[] file, int lengthBytes) {
    if (file.length < LENGTH_AT + lengthBytes) {
      throw new NpyFormatException("The .npy array is cut short in its header.");
    }
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    return lengthBytes == Short.BYTES
        ? Short.toUnsignedLong(buffer.getShort(LENGTH_AT))
        : Integer.toUnsignedLong(buffer.getInt(LENGTH_AT));
  }

  private static void requireLength(NpyHeader header, long found) {
    long expected;
    try {
      expected = Math.multiplyExact(header.elements(), (long) header.format().type().bytes());
    } catch (ArithmeticException e) {
      expected = Long.MAX_VALUE;
    }
    if (expected != found) {
      throw new NpyFormatException(
          "The .npy array of shape %s should have %d bytes of elements, but has %d."
              .formatted(Arrays.toString(header.shape()), expected, found));
    }
  }

  private static NpyHeader header(ElementType type, int length, int[] shape) {
    ElementFormat format = new ElementFormat(type, ByteOrder.LITTLE_ENDIAN);
    NpyHeader header = new NpyHeader(format, false, shape.clone());
    if (Arrays.stream(shape).anyMatch(axis -> axis < 0) || header.elements() != length) {
      throw new IllegalArgumentException(
          length + " elements do not fill shape " + Arrays.toString(shape));
    }
    return header;
  }

  private static ByteBuffer allocate(NpyHeader header) {
    int elements = Math.toIntExact(header.elements());
    return ByteBuffer.allocate(Math.multiplyExact(elements, header.format().type().bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
