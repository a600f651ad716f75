package io.spikelet.runtime.engine;

import java.util.Arrays;

/** A row-major array that goes into a graph or comes out of it. The arrays are not copied. */
public sealed interface Tensor {

  /** Sizes of the axes; empty for a single number. */
  long[] shape();

  /** 32-bit floats. */
  record FloatTensor(long[] shape, float[] data) implements Tensor {

    public FloatTensor {
      requireSize(shape, data.length);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof FloatTensor(long[] otherShape, float[] otherData)
          && Arrays.equals(shape, otherShape)
          && Arrays.equals(data, otherData);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "float" + Arrays.toString(shape);
    }
  }

  /** 64-bit integers. */
  record LongTensor(long[] shape, long[] data) implements Tensor {

    public LongTensor {
      requireSize(shape, data.length);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof LongTensor(long[] otherShape, long[] otherData)
          && Arrays.equals(shape, otherShape)
          && Arrays.equals(data, otherData);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
      return "long" + Arrays.toString(shape);
    }
  }

  /** Floats of a shape. */
  static FloatTensor of(float[] data, long... shape) {
    return new FloatTensor(shape, data);
  }

  /** Integers of a shape. */
  static LongTensor of(long[] data, long... shape) {
    return new LongTensor(shape, data);
  }

  private static void requireSize(long[] shape, int length) {
    long size = 1;
    for (long axis : shape) {
      if (axis < 0) {
        throw new IllegalArgumentException("negative axis in shape " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, axis);
    }
    if (size != length) {
      throw new IllegalArgumentException(
          "%d values do not fill shape %s".formatted(length, Arrays.toString(shape)));
    }
  }
}
