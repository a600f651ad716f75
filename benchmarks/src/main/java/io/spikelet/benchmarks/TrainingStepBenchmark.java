package io.spikelet.benchmarks;

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
 * Milliseconds of one training step of the ESVAE: forward, backward, AdamW. The project's own path,
 * with normalisation and neurons of all time steps fused, against the same network on libtorch's
 * tape. Both use all cores.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 10)
@Measurement(iterations = 5, time = 10)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-modules=jdk.incubator.vector",
      "-Xmx3g"
    })
public class TrainingStepBenchmark {

  private static final double TOLERANCE = 1e-3;

  /** Images a step. */
  @Param("32")
  public int samples;

  /** T. */
  @Param("16")
  public int timeSteps;

  /** D. */
  @Param("128")
  public int latentSize;

  private @Nullable Race race;
  private long step;

  /** Makes both networks and checks that they are the same. */
  @Setup(Level.Trial)
  public void prepare() {
    race = new Race(new Workload(samples, timeSteps, latentSize));
    race.requireSameLoss(TOLERANCE);
  }

  /** Normalisation and neurons fused, gradients written out. */
  @Benchmark
  public double fused() {
    return race().fusedStep(step++);
  }

  /** Element-wise neurons, gradients by the tape. */
  @Benchmark
  public double tape() {
    return race().tapeStep(step++);
  }

  /** Frees both networks. */
  @TearDown(Level.Trial)
  public void free() {
    race().close();
  }

  private Race race() {
    return Objects.requireNonNull(race);
  }
}
