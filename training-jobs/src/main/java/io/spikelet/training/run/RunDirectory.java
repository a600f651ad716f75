package io.spikelet.training.run;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.storage.DurableFile;
import io.spikelet.training.layer.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Optimizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The directory of one run.
 *
 * <pre>
 * run.properties       family, data and settings: enough to continue the run
 * metrics.jsonl        one JSON object an epoch
 * checkpoint.pt        the newest state
 * samples/001.png      pictures of an epoch, by kind
 * </pre>
 */
public final class RunDirectory {

  private static final String SETTINGS = "run.properties";
  private static final String CHECKPOINT = "checkpoint.pt";
  private static final String METRICS = "metrics.jsonl";

  private final Path directory;

  private RunDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory of a new run.
   *
   * @throws RunException if it holds a run already
   */
  public static RunDirectory create(Path directory, Settings settings) {
    if (Files.exists(directory.resolve(SETTINGS))) {
      throw new RunException(
          "--out %s holds a run already; continue it with --resume or choose another directory"
              .formatted(directory));
    }
    try {
      DurableFile.createDirectories(directory);
      RunDirectory run = new RunDirectory(directory);
      run.replace(SETTINGS, settings.text().getBytes(StandardCharsets.UTF_8));
      return run;
    } catch (IOException e) {
      throw new RunException("--out %s cannot be written".formatted(directory), e);
    }
  }

  /**
   * Opens the directory of a run.
   *
   * @throws RunException if it holds none
   */
  public static RunDirectory open(Path directory) {
    if (!Files.exists(directory.resolve(SETTINGS))) {
      throw new RunException(
          "%s holds no run: there is no %s in it".formatted(directory, SETTINGS));
    }
    return new RunDirectory(directory);
  }

  /** Where it is. */
  public Path path() {
    return directory;
  }

  /** The settings that the run was started with. */
  public Settings settings() {
    return Settings.read(directory.resolve(SETTINGS));
  }

  /** Whether a state was saved. */
  public boolean hasCheckpoint() {
    return Files.exists(directory.resolve(CHECKPOINT));
  }

  /**
   * Saves the state; the progress gets the length of the metrics that belong to it.
   *
   * @param optimiser null if nothing is kept between steps but the state
   */
  public void save(State state, @Nullable Optimizer optimiser, Progress progress) {
    Checkpoint.write(
        directory.resolve(CHECKPOINT), state, optimiser, progress.withMetrics(metricsBytes()));
  }

  /** Reads the network's tensors of the newest state; the run is left as it is. */
  public Progress load(State state) {
    return Checkpoint.read(checkpoint(), state, null);
  }

  private Path checkpoint() {
    if (!hasCheckpoint()) {
      throw new RunException("%s holds no checkpoint".formatted(directory));
    }
    return directory.resolve(CHECKPOINT);
  }

  /** Restores the state and cuts off metrics that were written after it. */
  public Progress restore(State state, @Nullable Optimizer optimiser) {
    Progress progress = Checkpoint.read(checkpoint(), state, optimiser);
    truncateMetrics(progress.metricsBytes());
    return progress;
  }

  /** Adds a line to the metrics. */
  public void record(Map<String, ? extends Number> metrics) {
    String line = JsonMapper.shared().writeValueAsString(new LinkedHashMap<>(metrics)) + "\n";
    try {
      Files.writeString(metrics(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the metrics, one an epoch; their numbers by name, in the order written. */
  public List<Map<String, Double>> epochs() {
    if (!Files.exists(metrics())) {
      return List.of();
    }
    try {
      return Files.readAllLines(metrics()).stream().map(RunDirectory::numbers).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Double> numbers(String line) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    JsonMapper.shared()
        .readTree(line)
        .properties()
        .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().doubleValue()));
    return numbers;
  }

  /** Writes a picture of an epoch, for example {@code samples/001.png}. */
  public void picture(String kind, int epoch, Image image) {
    try {
      Files.createDirectories(directory.resolve(kind));
      replace("%s/%03d.png".formatted(kind, epoch), PngCodec.encode(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of metrics. */
  public Path metrics() {
    return directory.resolve(METRICS);
  }

  private long metricsBytes() {
    try {
      return Files.exists(metrics()) ? Files.size(metrics()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void truncateMetrics(long bytes) {
    if (Files.exists(metrics())) {
      try (FileChannel channel = FileChannel.open(metrics(), StandardOpenOption.WRITE)) {
        channel.truncate(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void replace(String name, byte[] content) throws IOException {
    DurableFile.replace(directory.resolve(name), content, directory.resolve(name + ".part"));
  }
}
