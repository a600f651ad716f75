package io.spikelet.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.run.Progress;
import io.spikelet.training.run.RunDirectory;
import io.spikelet.training.run.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs of small networks of a family on a few images.
 *
 * @param directory where the runs are
 * @param family of the networks
 * @param images that they learn from and are measured on
 */
public record ShortRuns(Path directory, TrainingFamily family, ImageSet images) {

  private static final int TO_THE_END = Integer.MAX_VALUE;

  /** A network with fresh weights that nothing was shown to. */
  public Trainable network(String text) {
    Settings settings = Settings.parse(text);
    TrainingPlan plan = TrainingPlan.from(settings, family.learningRate(settings));
    return family.create(
        settings, plan, Networks.surroundings(images.channels(), images.labels().size()));
  }

  /** Goes on with a run to its end; returns all its tensors. */
  public NamedWeights run(String name, String text) {
    return goOn(name, text, TO_THE_END).tensors();
  }

  /** Goes on with a run for some steps; returns where it stands. */
  public Progress runSteps(String name, String text, int steps) {
    return goOn(name, text, steps).progress();
  }

  private record Part(Progress progress, NamedWeights tensors) {}

  private Part goOn(String name, String text, int stopAfter) {
    Settings settings = Settings.parse(text);
    Path path = directory.resolve(name);
    RunDirectory run =
        Files.exists(path) ? RunDirectory.open(path) : RunDirectory.create(path, settings);
    TrainingPlan plan = TrainingPlan.from(settings, family.learningRate(settings));
    Trainer.Data data =
        new Trainer.Data(images, images, Preprocessing.of(DatasetName.MNIST, images.width()));
    try (Trainable network = network(text)) {
      StopAfter listener = new StopAfter(stopAfter);
      Trainer trainer = new Trainer(network, plan, data, run, listener);
      listener.stop = trainer::requestStop;
      Progress progress = trainer.run();
      assertThat(progress.epoch() == plan.epochs()).isEqualTo(stopAfter == TO_THE_END);
      return new Part(progress, Weights.of(network.state()));
    }
  }

  /**
   * Asserts that a run that is stopped and continued ends as one that was not: with the same
   * numbers of every epoch but the time taken, and the same tensors to the bit.
   *
   * @param stops steps that each part takes before the last, which goes to the end
   */
  public void assertContinuedRunIsAsTheWhole(String text, int... stops) throws IOException {
    NamedWeights whole = run("whole", text);
    for (int steps : stops) {
      runSteps("parts", text, steps);
    }
    NamedWeights parts = run("parts", text);
    int epochs = TrainingPlan.from(Settings.parse(text), 1).epochs();
    assertThat(numbers("parts")).isEqualTo(numbers("whole")).hasSize(epochs);
    assertThat(parts.arrays().keySet()).isEqualTo(whole.arrays().keySet());
    for (String name : whole.arrays().keySet()) {
      assertThat(parts.get(name).data()).as(name).isEqualTo(whole.get(name).data());
    }
  }

  /** The metrics of every finished epoch of a run without the time that was taken. */
  public List<ObjectNode> numbers(String name) throws IOException {
    return lines(name).stream().map(line -> ((ObjectNode) line).without("seconds")).toList();
  }

  private List<JsonNode> lines(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name).resolve("metrics.jsonl")).stream()
        .map(JsonMapper.shared()::readTree)
        .toList();
  }

  /** A metric of every finished epoch of a run. */
  public List<Double> metrics(String name, String metric) throws IOException {
    return lines(name).stream().map(line -> line.get(metric).doubleValue()).toList();
  }

  private static final class StopAfter implements TrainingListener {
    private final AtomicInteger left;
    private Runnable stop = () -> {};

    StopAfter(int steps) {
      this.left = new AtomicInteger(steps);
    }

    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      if (left.decrementAndGet() == 0) {
        stop.run();
      }
    }

    @Override
    public void epoch(int epoch, int epochs, Map<String, Double> metrics) {}
  }
}
