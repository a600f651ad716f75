package io.spikelet.benchmarks;

import io.spikelet.runtime.engine.Tensor;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds a batch of images takes through two layers of neurons that fire at most once: inputs
 * sorted by time, in one run as it is served and in one run an image, against all 256 time steps as
 * matrix products.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-modules=jdk.incubator.vector",
      "-Xmx3g"
    })
public class FirstSpikeBenchmark {

  /**
   * Neurons of input, hidden layer and output: the published classifier, the published generator.
   */
  @Param({"784-400-10", "100-400-784"})
  public String sizes = "";

  /** Images a call. */
  @Param({"1", "16"})
  public int batch;

  /** Share of inputs that fire: about 0.2 of MNIST's pixels, and all of a generator's noise. */
  @Param({"0.2", "1"})
  public double active;

  private @Nullable FirstSpikeGraphs graphs;
  private @Nullable Tensor images;

  /** Opens both graphs and checks that they agree. */
  @Setup(Level.Trial)
  public void open() {
    FirstSpikeGraphs opened = FirstSpikeGraphs.open(sizes, active);
    graphs = opened;
    images = opened.images(batch, active);
    opened.requireSameTimes(images());
  }

  /** Weights are added where a spike arrives. */
  @Benchmark
  public long[] sorted() {
    return graphs().sorted(images());
  }

  /** The same, one image after the other. */
  @Benchmark
  public long[] sortedAlone() {
    return graphs().sortedAlone(images());
  }

  /** Every time step is computed. */
  @Benchmark
  public long[] everyStep() {
    return graphs().everyStep(images());
  }

  /** Frees the graphs. */
  @TearDown(Level.Trial)
  public void close() {
    graphs().close();
  }

  private FirstSpikeGraphs graphs() {
    return Objects.requireNonNull(graphs);
  }

  private Tensor images() {
    return Objects.requireNonNull(images);
  }
}
