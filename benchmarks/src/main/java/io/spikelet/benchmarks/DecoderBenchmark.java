package io.spikelet.benchmarks;

import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Images per second of a loaded ESVAE of the published size, 32x32, through the front door that the
 * service uses, without HTTP. The score of a method is batches per second; its {@code images} is
 * images per second over all threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 5)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "--add-modules=jdk.incubator.vector",
      "-Xmx3g"
    })
public class DecoderBenchmark {

  /** Images a call. */
  @Param({"1", "16", "64"})
  public int batch;

  /** T. */
  @Param("16")
  public int timeSteps;

  /** D. */
  @Param("128")
  public int latentSize;

  /** Threads that ONNX Runtime shares one operator among. The service has 1. */
  @Param("1")
  public int intraOpThreads;

  private @Nullable ImageModel model;
  private List<GenerateTask> seeds = List.of();
  private List<DecodeTask> latents = List.of();

  /** Counts images, since a call makes several. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counter {

    /** Images made in an iteration. */
    public long images;
  }

  /** Loads the model and checks what it draws. */
  @Setup(Level.Trial)
  public void load() {
    ImageModel loaded = DecoderModel.open(timeSteps, latentSize, intraOpThreads);
    model = loaded;
    seeds = DecoderModel.generateTasks(batch);
    latents = DecoderModel.decodeTasks(loaded, batch);
    DecoderModel.requireSameImages(loaded, seeds, latents);
  }

  /** Given latent spikes to images. */
  @Benchmark
  public List<GeneratedImage> decode(Counter counter) {
    counter.images += batch;
    return model().decode(latents);
  }

  /** The same, asked for by two threads at once. */
  @Benchmark
  @Threads(2)
  public List<GeneratedImage> decodeOnTwoThreads(Counter counter) {
    return decode(counter);
  }

  /** Seeds to images: prior, sampling, decoder. */
  @Benchmark
  public List<GeneratedImage> generate(Counter counter) {
    counter.images += batch;
    return model().generate(seeds);
  }

  /** The same, asked for by two threads at once. */
  @Benchmark
  @Threads(2)
  public List<GeneratedImage> generateOnTwoThreads(Counter counter) {
    return generate(counter);
  }

  /** Frees the model. */
  @TearDown(Level.Trial)
  public void close() {
    model().close();
  }

  private ImageModel model() {
    return Objects.requireNonNull(model);
  }
}
