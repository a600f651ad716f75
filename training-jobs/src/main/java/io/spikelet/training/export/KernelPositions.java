package io.spikelet.training.export;

import java.util.Arrays;

/**
 * How many kernel positions inside the picture each place of a layer's input reaches: the number of
 * outputs (per output channel) that a spike there is added to. Kernel 3, padding 1.
 *
 * @param height of the input
 * @param width of the input
 * @param counts {@code [height, width]}
 */
record KernelPositions(int height, int width, long[] counts) {

  private static final int PADDING = 1;

  /** For a convolution: {@code y = stride * output + k - 1}. */
  static KernelPositions ofConvolution(int height, int width, int stride) {
    return product(convolution(height, stride), convolution(width, stride));
  }

  /** For a transposed convolution to {@code stride} times the size: {@code stride * y + k - 1}. */
  static KernelPositions ofTransposedConvolution(int height, int width, int stride) {
    return product(transposed(height, stride), transposed(width, stride));
  }

  /** For a dense layer: every spike is added to each output once. */
  static KernelPositions ofDense(SpikingGraph.Extent extent) {
    long[] ones = new long[extent.places()];
    Arrays.fill(ones, 1);
    return new KernelPositions(extent.height(), extent.width(), ones);
  }

  /** The sum over all places. */
  long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  private static long[] convolution(int size, int stride) {
    int outputs = outputSize(size, stride);
    long[] counts = new long[size];
    for (int output = 0; output < outputs; output++) {
      for (int k = 0; k < Connection.KERNEL; k++) {
        int input = stride * output + k - PADDING;
        if (input >= 0 && input < size) {
          counts[input]++;
        }
      }
    }
    return counts;
  }

  private static long[] transposed(int size, int stride) {
    long[] counts = new long[size];
    for (int input = 0; input < size; input++) {
      for (int k = 0; k < Connection.KERNEL; k++) {
        int output = stride * input + k - PADDING;
        if (output >= 0 && output < stride * size) {
          counts[input]++;
        }
      }
    }
    return counts;
  }

  /** Outputs of a convolution along one axis. */
  static int outputSize(int size, int stride) {
    return (size + 2 * PADDING - Connection.KERNEL) / stride + 1;
  }

  private static KernelPositions product(long[] rows, long[] columns) {
    long[] counts = new long[rows.length * columns.length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < columns.length; x++) {
        counts[y * columns.length + x] = rows[y] * columns[x];
      }
    }
    return new KernelPositions(rows.length, columns.length, counts);
  }
}
