package io.spikelet.benchmarks;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.image.Image;
import java.util.List;
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
 * Milliseconds a batch of images of a Spiking-Diffusion model of 28x28 pixels: as it is served,
 * against the published sampler, which runs the denoiser in each of the 49 rounds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 5)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-modules=jdk.incubator.vector",
      "-Xmx3g"
    })
public class DiffusionBenchmark {

  /** Images a call. */
  @Param({"1", "8"})
  public int batch;

  /** Channels of the denoiser, joined by hyphens; the published ones are 64-128-256-512-256. */
  @Param("128-160-192-160-128")
  public String widths = "";

  /** Time steps of the denoiser; published 16. */
  @Param("4")
  public int timeSteps;

  private @Nullable DiffusionModel model;
  private List<GenerateTask> tasks = List.of();

  /** Loads the model and checks what it draws. */
  @Setup(Level.Trial)
  public void load() {
    DiffusionModel loaded = DiffusionModel.open(widths, timeSteps);
    model = loaded;
    tasks = DecoderModel.generateTasks(batch);
    loaded.requireSameImages(tasks);
  }

  /** Rounds that unmask nothing for an image are not run for it. */
  @Benchmark
  public List<GeneratedImage> asServed() {
    return model().asServed(tasks);
  }

  /** Every round is run for every image. */
  @Benchmark
  public List<Image> everyRound() {
    return model().everyRound(tasks);
  }

  /** Frees the model. */
  @TearDown(Level.Trial)
  public void close() {
    model().close();
  }

  private DiffusionModel model() {
    return Objects.requireNonNull(model);
  }
}
