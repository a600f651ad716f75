package io.spikelet.training.trace;

import io.spikelet.training.layer.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.bytedeco.pytorch.Tensor;

/**
 * What the gradient of a {@link TraceLayer} has too much because neurons fired: the inputs up to
 * that time step no longer count.
 *
 * <p>Works on stretches of inputs so narrow that the sum for one neuron stays in registers while
 * all samples are added, and the stretch of the whole history in a core's cache.
 */
final class TraceKernel {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Vectors of a stretch. */
  private static final int WIDTH = 4;

  /**
   * Subtracts from {@code sum[m,i]}, for every sample n and neuron m that has fired,
   *
   * <pre>
   * delta[m,n] * decayed[step - r] * history[r,n,i],     r = lastFired[m,n]
   * </pre>
   *
   * @param delta transposed, {@code [neurons, N]}
   * @param lastFired transposed, {@code [neurons, N]}, time step or a negative number
   * @param history {@code [T, N, inputs]}
   * @param decayed powers of the decay
   * @param sum changed, {@code [neurons, inputs]}
   */
  void subtractFired(
      Tensor delta, Tensor lastFired, Tensor history, float[] decayed, int step, Tensor sum) {
    Pass pass = Pass.of(delta, lastFired, history, decayed, step, sum);
    int tasks = Math.min(pass.neurons, 4 * Runtime.getRuntime().availableProcessors());
    IntStream.range(0, tasks)
        .parallel()
        .forEach(
            task ->
                pass.run(
                    (int) ((long) task * pass.neurons / tasks),
                    (int) ((task + 1L) * pass.neurons / tasks)));
  }

  private record Pass(
      MemorySegment delta,
      MemorySegment lastFired,
      MemorySegment history,
      float[] decayed,
      int step,
      MemorySegment sum,
      int samples,
      int neurons,
      int inputs) {

    static Pass of(
        Tensor delta, Tensor lastFired, Tensor history, float[] decayed, int step, Tensor sum) {
      return new Pass(
          TensorMemory.of(delta),
          TensorMemory.of(lastFired),
          TensorMemory.of(history),
          decayed,
          step,
          TensorMemory.of(sum),
          Math.toIntExact(delta.size(1)),
          Math.toIntExact(delta.size(0)),
          Math.toIntExact(history.size(2)));
    }

    /** The neurons {@code from, ..., to - 1}. */
    void run(int from, int to) {
      // The samples that matter to a neuron: their factor and the place of their row.
      float[][] factors = new float[to - from][];
      long[][] rows = new long[to - from][];
      for (int m = from; m < to; m++) {
        choose(m, m - from, factors, rows);
      }
      int wide = WIDTH * LANES;
      int bound = inputs - inputs % wide;
      for (int i = 0; i < bound; i += wide) {
        for (int m = from; m < to; m++) {
          stretch(factors[m - from], rows[m - from], i, at(m, i));
        }
      }
      for (int i = bound; i < inputs; i += LANES) {
        VectorMask<Float> mask = SPECIES.indexInRange(i, inputs);
        for (int m = from; m < to; m++) {
          rest(factors[m - from], rows[m - from], i, at(m, i), mask);
        }
      }
    }

    private void choose(int neuron, int place, float[][] factors, long[][] rows) {
      float[] chosen = new float[samples];
      long[] places = new long[samples];
      int count = 0;
      for (int n = 0; n < samples; n++) {
        long at = (long) neuron * samples + n;
        int fired = (int) Floats.get(lastFired, at);
        float d = Floats.get(delta, at);
        if (fired >= 0 && d != 0) {
          chosen[count] = -d * decayed[step - fired];
          places[count] = ((long) fired * samples + n) * inputs * Float.BYTES;
          count++;
        }
      }
      factors[place] = Arrays.copyOf(chosen, count);
      rows[place] = Arrays.copyOf(places, count);
    }

    private long at(int neuron, int input) {
      return ((long) neuron * inputs + input) * Float.BYTES;
    }

    private void stretch(float[] factors, long[] rows, int input, long target) {
      long offset = (long) input * Float.BYTES;
      long lane = (long) LANES * Float.BYTES;
      FloatVector a = load(sum, target);
      FloatVector b = load(sum, target + lane);
      FloatVector c = load(sum, target + 2 * lane);
      FloatVector d = load(sum, target + 3 * lane);
      for (int k = 0; k < factors.length; k++) {
        FloatVector factor = FloatVector.broadcast(SPECIES, factors[k]);
        long row = rows[k] + offset;
        a = load(history, row).fma(factor, a);
        b = load(history, row + lane).fma(factor, b);
        c = load(history, row + 2 * lane).fma(factor, c);
        d = load(history, row + 3 * lane).fma(factor, d);
      }
      a.intoMemorySegment(sum, target, ORDER);
      b.intoMemorySegment(sum, target + lane, ORDER);
      c.intoMemorySegment(sum, target + 2 * lane, ORDER);
      d.intoMemorySegment(sum, target + 3 * lane, ORDER);
    }

    private void rest(
        float[] factors, long[] rows, int input, long target, VectorMask<Float> mask) {
      long offset = (long) input * Float.BYTES;
      FloatVector a = FloatVector.fromMemorySegment(SPECIES, sum, target, ORDER, mask);
      for (int k = 0; k < factors.length; k++) {
        FloatVector factor = FloatVector.broadcast(SPECIES, factors[k]);
        long row = rows[k] + offset;
        a = FloatVector.fromMemorySegment(SPECIES, history, row, ORDER, mask).fma(factor, a);
      }
      a.intoMemorySegment(sum, target, ORDER, mask);
    }

    private static FloatVector load(MemorySegment from, long at) {
      return FloatVector.fromMemorySegment(SPECIES, from, at, ORDER);
    }
  }
}
