package io.spikelet.training.trace;

import io.spikelet.training.layer.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.bytedeco.pytorch.Tensor;

/**
 * What the gradient of a {@link TraceLayer} has too much because neurons fired: the inputs up to
 * that time step no longer count.
 *
 * <p>Works on stretches of inputs so narrow that the stretch of the whole history stays in a core's
 * cache. The history is in Java's arrays and the inner loop a method of its own: loads from native
 * memory are so much code that the compiler gives up on a loop with several of them.
 */
final class TraceKernel {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Inputs of a stretch. */
  private static final int WIDTH = 128;

  /**
   * Subtracts from {@code sum[m,i]}, for every sample n and neuron m that has fired,
   *
   * <pre>
   * delta[m,n] * decayed[step - r] * history[r][n,i],     r = lastFired[m,n]
   * </pre>
   *
   * @param delta transposed, {@code [neurons, N]}
   * @param lastFired transposed, {@code [neurons, N]}, time step or a negative number
   * @param history {@code [N, inputs]} for each time step so far
   * @param decayed powers of the decay
   * @param sum changed, {@code [neurons, inputs]}
   */
  void subtractFired(
      Tensor delta, Tensor lastFired, float[][] history, float[] decayed, int step, Tensor sum) {
    Pass pass =
        new Pass(
            TensorMemory.floats(delta),
            TensorMemory.floats(lastFired),
            history,
            decayed,
            step,
            TensorMemory.of(sum),
            Math.toIntExact(delta.size(1)),
            Math.toIntExact(sum.size(1)));
    int neurons = Math.toIntExact(delta.size(0));
    int tasks = Math.min(neurons, 2 * Runtime.getRuntime().availableProcessors());
    IntStream.range(0, tasks)
        .parallel()
        .forEach(
            task ->
                pass.run(
                    (int) ((long) task * neurons / tasks), (int) ((task + 1L) * neurons / tasks)));
  }

  private record Pass(
      float[] delta,
      float[] lastFired,
      float[][] history,
      float[] decayed,
      int step,
      MemorySegment sum,
      int samples,
      int inputs) {

    /** The neurons {@code from, ..., to - 1}. */
    void run(int from, int to) {
      Fired[] fired = new Fired[to - from];
      for (int m = from; m < to; m++) {
        fired[m - from] = fired(m);
      }
      float[] excess = new float[WIDTH];
      for (int i = 0; i < inputs; i += WIDTH) {
        int width = Math.min(WIDTH, inputs - i);
        for (int m = from; m < to; m++) {
          if (fired[m - from].count > 0) {
            stretch(fired[m - from], i, width, excess);
            subtract(excess, width, (long) m * inputs + i);
          }
        }
      }
    }

    /** The samples in which a neuron has fired and has an error now. */
    private Fired fired(int neuron) {
      int[] steps = new int[samples];
      int[] places = new int[samples];
      float[] factors = new float[samples];
      int count = 0;
      for (int n = 0; n < samples; n++) {
        int last = (int) lastFired[neuron * samples + n];
        float d = delta[neuron * samples + n];
        if (last >= 0 && d != 0) {
          steps[count] = last;
          places[count] = n * inputs;
          factors[count] = d * decayed[step - last];
          count++;
        }
      }
      return new Fired(count, steps, places, factors);
    }

    private void stretch(Fired fired, int input, int width, float[] excess) {
      Arrays.fill(excess, 0, width, 0);
      for (int k = 0; k < fired.count; k++) {
        float[] row = history[fired.steps[k]];
        add(row, fired.places[k] + input, width, fired.factors[k], excess);
      }
    }

    private static void add(float[] row, int at, int width, float factor, float[] excess) {
      int bound = SPECIES.loopBound(width);
      for (int i = 0; i < bound; i += LANES) {
        FloatVector sum = FloatVector.fromArray(SPECIES, excess, i);
        FloatVector.fromArray(SPECIES, row, at + i).mul(factor).add(sum).intoArray(excess, i);
      }
      for (int i = bound; i < width; i++) {
        excess[i] += factor * row[at + i];
      }
    }

    private void subtract(float[] excess, int width, long at) {
      for (int i = 0; i < width; i++) {
        Floats.set(sum, at + i, Floats.get(sum, at + i) - excess[i]);
      }
    }
  }

  /** Factor and place of the history for each of some samples of a neuron. */
  private record Fired(int count, int[] steps, int[] places, float[] factors) {}
}
