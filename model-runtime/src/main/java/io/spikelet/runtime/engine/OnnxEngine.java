package io.spikelet.runtime.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Opens ONNX graphs with ONNX Runtime on the CPU.
 *
 * <p>The native environment exists once in a process and is kept until its end, so closing an
 * engine only forbids opening more graphs; each graph is closed by whoever opened it.
 */
public final class OnnxEngine implements AutoCloseable {

  static {
    Telemetry.disable();
  }

  /**
   * How graphs are run.
   *
   * @param intraOpThreads threads that share one operator, 1 or more. With 1 a graph runs on the
   *     caller's thread alone.
   * @param loadLimit what the graphs of a package that is being loaded may take, replayed samples
   *     and all; a package that never ends would otherwise hold a core for ever
   */
  public record Settings(int intraOpThreads, Duration loadLimit) {

    /** Hundreds of times what the largest known package takes. */
    private static final Duration USUAL_LOAD_LIMIT = Duration.ofMinutes(2);

    /** One thread a graph: concurrency comes from running several graphs. */
    public static final Settings DEFAULT = new Settings(1);

    public Settings {
      if (intraOpThreads < 1) {
        throw new IllegalArgumentException(
            "intraOpThreads must be at least 1, not " + intraOpThreads);
      }
      if (!loadLimit.isPositive()) {
        throw new IllegalArgumentException("loadLimit must be positive, not " + loadLimit);
      }
    }

    /** With a load limit of two minutes. */
    public Settings(int intraOpThreads) {
      this(intraOpThreads, USUAL_LOAD_LIMIT);
    }
  }

  private final OrtEnvironment environment;
  private final Settings settings;
  private volatile boolean closed;

  /** An engine with {@link Settings#DEFAULT}. */
  public OnnxEngine() {
    this(Settings.DEFAULT);
  }

  public OnnxEngine(Settings settings) {
    this.settings = settings;
    this.environment = SharedEnvironment.get();
  }

  /**
   * Opens a graph.
   *
   * @param model an ONNX file's bytes
   * @throws EngineException if it is no valid graph, takes numbers from other files, or the engine
   *     is closed
   */
  public OnnxGraph open(byte[] model) {
    if (closed) {
      throw new EngineException("the engine is closed");
    }
    ExternalData.refuse(model);
    try (SessionOptions options = new SessionOptions()) {
      configure(options);
      return new OnnxGraph(environment, environment.createSession(model, options));
    } catch (OrtException e) {
      throw new EngineException("not a graph that can be run", e);
    }
  }

  /**
   * Loads something whose graphs may run, on this thread, for {@link Settings#loadLimit} in all.
   *
   * @throws EngineException of the run that the limit stops, and of each that would follow
   */
  public <T> T withinLoadLimit(Supplier<T> load) {
    return RunLimit.within(settings.loadLimit(), load);
  }

  /** ONNX Runtime's version. */
  public String version() {
    return environment.getVersion();
  }

  @Override
  public void close() {
    closed = true;
  }

  private void configure(SessionOptions options) throws OrtException {
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(OptLevel.ALL_OPT);
    options.setInterOpNumThreads(1);
    options.setIntraOpNumThreads(settings.intraOpThreads());
    // A plan of memory is kept for every batch size ever seen; batches here have many sizes.
    options.setMemoryPatternOptimization(false);
    // Not the other format that the library knows: what was checked is what is run.
    options.addConfigEntry("session.load_model_format", "ONNX");
    // Idle threads sleep instead of spinning: other models and the web server need the cores.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
  }
}
