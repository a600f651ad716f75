package io.spikelet.training.layer;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer of leaky integrate-and-fire neurons behind threshold-dependent batch normalisation, run
 * over all time steps in one pass over memory.
 *
 * <p>The forward pass keeps only its input; the backward pass runs the neurons again, which is
 * cheaper than storing membrane potentials. Equations: {@link LifParameters}, {@link TdBatchNorm}.
 *
 * <p>Not thread-safe: a forward pass is followed by its own backward pass.
 */
public final class SpikingNeurons implements Neurons {

  /** Neurons of one image handled at a time: their potentials at all time steps fit the cache. */
  private static final int STRETCH = 1024;

  /** Most values that are summed in a float before the sum goes on in a double. */
  private static final int SUMMANDS = 1024;

  private final LifParameters lif;
  private final TdBatchNorm norm;
  private final LifKernel kernel;
  private @Nullable Pass pass;

  /** What the backward pass needs of the forward pass. */
  private record Pass(
      Signal current, TdBatchNorm.Statistics statistics, Affine affine, float[] weights) {}

  /** A stretch of neurons of one image. */
  @FunctionalInterface
  private interface Stretch {
    void run(int task, int sample, int from, int to);
  }

  /**
   * @param name prefix of the parameters' names
   * @param channels channels of the current, its second axis
   * @param lif the neurons' constants
   * @param alpha factor of tdBN: 1 in ESVAE and in FSVAE's encoder and decoder, 2 in FSVAE's prior
   *     and posterior
   */
  public SpikingNeurons(String name, int channels, LifParameters lif, float alpha) {
    this(name, channels, lif, alpha, new VectorLifKernel());
  }

  SpikingNeurons(String name, int channels, LifParameters lif, float alpha, LifKernel kernel) {
    this.lif = lif;
    this.norm = new TdBatchNorm(name, channels, alpha * lif.threshold(), lif.inputFactor());
    this.kernel = kernel;
  }

  @Override
  public State state() {
    return norm.state();
  }

  @Override
  public Signal fire(Signal current, Mode mode) {
    float[] weights = new float[current.timeSteps()];
    Arrays.fill(weights, 1);
    Pass made = begin(current, mode, weights);
    TimeGrid grid = grid(current);
    Tensor spikes = TensorMemory.allocate(shape(current, (long) grid.timeSteps() * grid.samples()));
    MemorySegment x = TensorMemory.of(current.values());
    MemorySegment o = TensorMemory.of(spikes);
    overSamples(
        grid,
        (task, sample, from, to) ->
            kernel.fire(
                lif,
                grid.timeSteps(),
                input(grid, made, x, sample),
                sample(grid, o, sample),
                grid.stepBytes(),
                from,
                to));
    return Signal.overTime(spikes, grid.timeSteps());
  }

  @Override
  public Tensor integrate(Signal current, float[] weights, Mode mode) {
    Pass made = begin(current, mode, weights.clone());
    TimeGrid grid = grid(current);
    Tensor sums = TensorMemory.allocate(shape(current, grid.samples()));
    MemorySegment x = TensorMemory.of(current.values());
    MemorySegment total = TensorMemory.of(sums);
    overSamples(
        grid,
        (task, sample, from, to) ->
            kernel.fireInto(
                lif,
                grid.timeSteps(),
                input(grid, made, x, sample),
                made.weights(),
                sample(grid, total, sample),
                from,
                to));
    return sums;
  }

  @Override
  public Tensor backward(Tensor gradient) {
    Pass made = pass;
    if (made == null || made.statistics().count() == 0) {
      throw new IllegalStateException("backward needs a forward pass in training mode before it");
    }
    pass = null;
    TimeGrid grid = grid(made.current());
    boolean everyStep = gradient.size(0) == (long) grid.timeSteps() * grid.samples();
    boolean constant = made.current().constant();
    Tensor result = everyStep && !constant ? gradient : allocateLike(made.current().values());
    double[][] sums =
        throughTime(
            grid,
            made,
            TensorMemory.of(gradient),
            everyStep ? grid.stepBytes() : 0,
            TensorMemory.of(result),
            constant ? 0 : grid.stepBytes());
    norm.gradients(made.statistics(), sums[0], sums[1]);
    throughStatistics(grid, made, sums, TensorMemory.of(result));
    return result;
  }

  private double[][] throughTime(
      TimeGrid grid,
      Pass made,
      MemorySegment g,
      long gradientStep,
      MemorySegment result,
      long resultStep) {
    MemorySegment x = TensorMemory.of(made.current().values());
    double[][][] parts = new double[tasks(grid)][][];
    overSamples(
        grid,
        (task, sample, from, to) -> {
          LifKernel.Sums sums = new LifKernel.Sums(made.affine().period);
          kernel.backward(
              lif,
              grid.timeSteps(),
              input(grid, made, x, sample),
              sample(grid, g, sample),
              gradientStep,
              made.weights(),
              sample(grid, result, sample),
              resultStep,
              sums,
              from,
              to);
          parts[task] = perChannel(sums);
        });
    return total(parts);
  }

  private void throughStatistics(TimeGrid grid, Pass made, double[][] sums, MemorySegment result) {
    boolean constant = made.current().constant();
    int repeats = constant ? grid.timeSteps() : 1;
    float[][] abc = norm.backwardCoefficients(made.statistics(), sums[0], sums[1], repeats);
    MemorySegment x = TensorMemory.of(made.current().values());
    int slices = constant ? grid.samples() : grid.samples() * grid.timeSteps();
    IntStream.range(0, slices)
        .parallel()
        .forEach(
            slice ->
                kernel.combine(
                    sample(grid, result, slice),
                    sample(grid, x, slice),
                    abc[0],
                    abc[1],
                    abc[2],
                    0,
                    grid.sampleSize()));
  }

  private Pass begin(Signal current, Mode mode, float[] weights) {
    if (current.values().size(1) != norm.channels() || weights.length != current.timeSteps()) {
      throw new IllegalArgumentException(
          "expected %d channels and %d time steps, got shape %s and %d weights"
              .formatted(
                  norm.channels(),
                  current.timeSteps(),
                  Arrays.toString(TensorMemory.shape(current.values())),
                  weights.length));
    }
    TdBatchNorm.Statistics statistics =
        switch (mode) {
          case TRAIN, CALIBRATE -> batchStatistics(current);
          case EVALUATE -> norm.running();
        };
    switch (mode) {
      case TRAIN -> norm.updateRunning(statistics);
      case CALIBRATE -> norm.becomeIdentity(statistics);
      case EVALUATE -> {}
    }
    Pass made = new Pass(current, statistics, norm.affine(statistics), weights);
    pass = made;
    return made;
  }

  private TdBatchNorm.Statistics batchStatistics(Signal current) {
    TimeGrid grid = grid(current);
    MemorySegment x = TensorMemory.of(current.values());
    float[] shift = firstValues(x);
    int slices = Math.toIntExact(current.values().size(0));
    double[][][] parts = new double[slices][][];
    IntStream.range(0, slices)
        .parallel()
        .forEach(slice -> parts[slice] = moments(grid, sample(grid, x, slice), shift));
    double[][] sums = total(parts);
    long count = (long) slices * (grid.sampleSize() / grid.channels());
    double[] mean = new double[grid.channels()];
    double[] variance = new double[grid.channels()];
    for (int c = 0; c < mean.length; c++) {
      double shifted = sums[0][c] / count;
      mean[c] = shift[c] + shifted;
      variance[c] = Math.max(0, sums[1][c] / count - shifted * shifted);
    }
    // A constant current is counted once a time step: only the unbiased variance notices.
    return new TdBatchNorm.Statistics(mean, variance, grid.valuesPerChannel());
  }

  private double[][] moments(TimeGrid grid, MemorySegment x, float[] shift) {
    double[][] sums = new double[2][grid.channels()];
    int stretch = shift.length * SUMMANDS;
    for (int from = 0; from < grid.sampleSize(); from += stretch) {
      LifKernel.Sums part = new LifKernel.Sums(shift.length);
      kernel.moments(x, shift, part, from, Math.min(from + stretch, grid.sampleSize()));
      add(sums, perChannel(part));
    }
    return sums;
  }

  private float[] firstValues(MemorySegment x) {
    float[] values = new float[Affine.period(norm.channels())];
    for (int p = 0; p < values.length; p++) {
      values[p] = x.get(JAVA_FLOAT_UNALIGNED, (long) (p % norm.channels()) * Float.BYTES);
    }
    return values;
  }

  private double[][] perChannel(LifKernel.Sums sums) {
    int channels = norm.channels();
    double[][] folded = new double[2][channels];
    for (int start = 0; start < sums.first.length; start += channels) {
      for (int c = 0; c < channels; c++) {
        folded[0][c] += sums.first[start + c];
        folded[1][c] += sums.second[start + c];
      }
    }
    return folded;
  }

  /**
   * Adds the parts in their order, so that the result does not depend on which thread was first.
   */
  private double[][] total(double[][][] parts) {
    double[][] sums = new double[2][norm.channels()];
    for (double[][] part : parts) {
      add(sums, part);
    }
    return sums;
  }

  private static void add(double[][] sums, double[][] part) {
    for (int c = 0; c < sums[0].length; c++) {
      sums[0][c] += part[0][c];
      sums[1][c] += part[1][c];
    }
  }

  private void overSamples(TimeGrid grid, Stretch stretch) {
    int width = stretch(grid);
    int perSample = tasks(grid) / grid.samples();
    IntStream.range(0, tasks(grid))
        .parallel()
        .forEach(
            task -> {
              int from = task % perSample * width;
              int to = Math.min(from + width, grid.sampleSize());
              stretch.run(task, task / perSample, from, to);
            });
  }

  private static int tasks(TimeGrid grid) {
    int width = stretch(grid);
    return grid.samples() * ((grid.sampleSize() + width - 1) / width);
  }

  private static int stretch(TimeGrid grid) {
    int period = Affine.period(grid.channels());
    return (STRETCH + period - 1) / period * period;
  }

  private static LifKernel.Current input(TimeGrid grid, Pass pass, MemorySegment x, int sample) {
    long step = pass.current().constant() ? 0 : grid.stepBytes();
    return new LifKernel.Current(sample(grid, x, sample), step, pass.affine());
  }

  /** The memory from the given image on; with the slice number of a time step, from there on. */
  private static MemorySegment sample(TimeGrid grid, MemorySegment segment, int sample) {
    return segment.asSlice(sample * grid.sampleBytes());
  }

  private TimeGrid grid(Signal current) {
    long size = current.values().numel() / current.values().size(0);
    return new TimeGrid(
        current.timeSteps(), current.samples(), Math.toIntExact(size), norm.channels());
  }

  private static long[] shape(Signal current, long rows) {
    long[] shape = TensorMemory.shape(current.values());
    shape[0] = rows;
    return shape;
  }

  private static Tensor allocateLike(Tensor tensor) {
    return TensorMemory.allocate(TensorMemory.shape(tensor));
  }
}
