package io.spikelet.training.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.golden.GoldenVectors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** Golden vectors as tensors, time moved from the last axis to the first. */
public final class GoldenTensors {

  private GoldenTensors() {}

  /** An array as it is stored. */
  public static Tensor plain(GoldenVectors golden, String name) {
    return TensorMemory.tensor(golden.floats(name), shape(golden, name));
  }

  /** {@code [N, ..., T]} as {@code [T * N, ...]}, channels last in memory. */
  public static Tensor timeFirst(GoldenVectors golden, String name) {
    long[] shape = shape(golden, name);
    int axes = shape.length;
    long[] order = new long[axes];
    order[0] = axes - 1L;
    for (int i = 1; i < axes; i++) {
      order[i] = i - 1L;
    }
    long[] rows = new long[axes - 1];
    rows[0] = shape[axes - 1] * shape[0];
    System.arraycopy(shape, 1, rows, 1, axes - 2);
    Tensor moved = plain(golden, name).permute(order).contiguous().view(rows);
    return TensorMemory.channelsLast(moved);
  }

  /** Copies golden weights {@code prefix + name} into all tensors of a state. */
  public static void load(GoldenVectors golden, String prefix, State state) {
    state.parameters().forEach(p -> copy(golden, prefix + p.name(), p.value()));
    state.buffers().forEach(b -> copy(golden, prefix + b.name(), b.value()));
  }

  private static void copy(GoldenVectors golden, String name, Tensor target) {
    target.detach().copy_(plain(golden, name));
  }

  /** The array's last axis. */
  public static int timeSteps(GoldenVectors golden, String name) {
    int[] shape = golden.shape(name);
    return shape[shape.length - 1];
  }

  private static long[] shape(GoldenVectors golden, String name) {
    return Arrays.stream(golden.shape(name)).asLongStream().toArray();
  }

  /** Real values: 1e-5 absolute plus 1e-4 relative. */
  public static void assertClose(Tensor actual, Tensor expected) {
    assertWithin(actual, expected, 1e-5, 1e-4);
  }

  /** Gradients: relative to the largest entry of the array. */
  public static void assertGradient(Tensor actual, Tensor expected, double relative) {
    double largest = 0;
    for (float value : TensorMemory.floats(expected)) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertWithin(actual, expected, relative * largest, 0);
  }

  /** Entry by entry within {@code absolute + relative * |expected|}. */
  public static void assertWithin(
      Tensor actual, Tensor expected, double absolute, double relative) {
    assertThat(TensorMemory.shape(actual)).isEqualTo(TensorMemory.shape(expected));
    float[] a = TensorMemory.floats(actual);
    float[] e = TensorMemory.floats(expected);
    for (int i = 0; i < e.length; i++) {
      double allowed = absolute + relative * Math.abs(e[i]);
      assertThat(Math.abs((double) a[i] - e[i]))
          .as("entry %d: %s, expected %s", i, a[i], e[i])
          .isLessThanOrEqualTo(allowed);
    }
  }

  /** The number of differing entries. */
  public static int differing(Tensor actual, Tensor expected) {
    assertThat(TensorMemory.shape(actual)).isEqualTo(TensorMemory.shape(expected));
    float[] a = TensorMemory.floats(actual);
    float[] e = TensorMemory.floats(expected);
    int count = 0;
    for (int i = 0; i < e.length; i++) {
      if (a[i] != e[i]) {
        count++;
      }
    }
    return count;
  }
}
