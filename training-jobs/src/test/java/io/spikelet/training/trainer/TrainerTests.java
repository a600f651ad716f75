package io.spikelet.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.family.Families;
import io.spikelet.training.run.Progress;
import io.spikelet.training.run.RunDirectory;
import io.spikelet.training.run.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests for {@link Trainer}. */
class TrainerTests {

  /** The default of the settings. */
  private static final double MMD_WEIGHT = 0.001;

  private static final int STEPS_AN_EPOCH = 5;

  private static final String PHASES =
      """
      epochs=4
      autoencoder-epochs=2
      batch-size=4
      image-size=32
      widths=4,6
      code-size=3
      codes=6
      time-steps=3
      revive-every=3
      denoiser-widths=4,4,4
      denoiser-time-steps=2
      validation-images=4
      """;

  @TempDir private Path directory;

  @Test
  void stoppedAndContinuedRunHasTheLossesOfAnUninterruptedOne() throws IOException {
    assertThat(run("whole", Integer.MAX_VALUE).epoch()).isEqualTo(3);

    Progress first = run("parts", STEPS_AN_EPOCH + 2);
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(first.batch()).isEqualTo(2);
    Progress second = run("parts", 4);
    assertThat(second.step()).isEqualTo(STEPS_AN_EPOCH + 6);
    assertThat(run("parts", Integer.MAX_VALUE).epoch()).isEqualTo(3);

    assertThat(losses("parts")).isEqualTo(losses("whole")).hasSize(3);
  }

  @Test
  void everyNamedLossOfAStepIsInTheMetricsAsTheMeanOfItsEpoch() throws IOException {
    run("run", Integer.MAX_VALUE);
    for (String line : Files.readAllLines(directory.resolve("run").resolve("metrics.jsonl"))) {
      JsonNode metrics = JsonMapper.shared().readTree(line);
      double sum =
          metrics.get("reconstruction_loss").doubleValue()
              + MMD_WEIGHT * metrics.get("mmd").doubleValue();
      assertThat(metrics.get("loss").doubleValue()).isCloseTo(sum, within(1e-6));
    }
  }

  @Test
  void metricsWrittenAfterTheCheckpointAreCutOff() throws IOException {
    run("run", STEPS_AN_EPOCH + 2);
    Path metrics = directory.resolve("run").resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"epoch\":2.0}\n");
    run("run", Integer.MAX_VALUE);
    run("whole", Integer.MAX_VALUE);
    assertThat(losses("run")).isEqualTo(losses("whole"));
  }

  @Test
  void everyPhaseHasAWholeSchedule() throws IOException {
    run(ModelFamily.SPIKING_DIFFUSION, PHASES, "phases", Integer.MAX_VALUE);
    List<Double> rates = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("phases").resolve("metrics.jsonl"))) {
      rates.add(JsonMapper.shared().readTree(line).get("learning_rate").doubleValue());
    }
    // Half a cosine over the ten steps of a phase: halfway after five, a hundredth at its end.
    assertThat(rates).hasSize(4);
    for (int epoch = 0; epoch < 4; epoch++) {
      double share = epoch % 2 == 0 ? 0.505 : 0.01;
      assertThat(rates.get(epoch)).isCloseTo(0.001 * share, within(1e-9));
    }
  }

  @Test
  void runOfPhasesContinuedInTheSecondHasTheLossesOfAnUninterruptedOne() throws IOException {
    run(ModelFamily.SPIKING_DIFFUSION, PHASES, "whole", Integer.MAX_VALUE);
    run(ModelFamily.SPIKING_DIFFUSION, PHASES, "parts", STEPS_AN_EPOCH * 2);
    run(ModelFamily.SPIKING_DIFFUSION, PHASES, "parts", 3);
    run(ModelFamily.SPIKING_DIFFUSION, PHASES, "parts", Integer.MAX_VALUE);
    assertThat(losses("parts")).isEqualTo(losses("whole")).hasSize(4);
  }

  private Progress run(String name, int stopAfter) {
    String settings =
        """
        epochs=3
        batch-size=4
        latent-size=8
        time-steps=4
        early-time-steps=2
        early-share=0.4
        validation-images=4
        """;
    return run(ModelFamily.ESVAE, settings, name, stopAfter);
  }

  private Progress run(ModelFamily model, String text, String name, int stopAfter) {
    Settings settings = Settings.parse(text);
    Path path = directory.resolve(name);
    RunDirectory run =
        Files.exists(path) ? RunDirectory.open(path) : RunDirectory.create(path, settings);
    TrainingFamily family = Families.of(model);
    TrainingPlan plan = TrainingPlan.from(settings, family.learningRate(settings));
    Preprocessing preprocessing = Preprocessing.of(DatasetName.MNIST, 32);
    Trainer.Data data =
        new Trainer.Data(new Noise(STEPS_AN_EPOCH * 4 + 1), new Noise(32), preprocessing);
    try (Trainable network = family.create(settings, plan, Networks.surroundings(1, 10))) {
      StopAfter listener = new StopAfter(stopAfter);
      Trainer trainer = new Trainer(network, plan, data, run, listener);
      listener.trainer = trainer;
      return trainer.run();
    }
  }

  private List<String> losses(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name).resolve("metrics.jsonl")).stream()
        .map(TrainerTests::numbers)
        .toList();
  }

  private static String numbers(String line) {
    JsonNode metrics = JsonMapper.shared().readTree(line);
    return Stream.of("step", "loss", "mmd", "reconstruction_loss", "validation_mse")
        .map(name -> name + " " + metrics.get(name))
        .collect(Collectors.joining(", "));
  }

  private static final class StopAfter implements TrainingListener {
    private final int limit;
    private int steps;
    private @Nullable Trainer trainer;

    StopAfter(int limit) {
      this.limit = limit;
    }

    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      steps++;
      if (steps == limit && trainer != null) {
        trainer.requestStop();
      }
    }

    @Override
    public void epoch(int epoch, int epochs, Map<String, Double> metrics) {}
  }

  /** Random pictures of 32x32. */
  private static final class Noise implements ImageSet {
    private final byte[][] pixels;

    Noise(int size) {
      pixels = new byte[size][1024];
      Random random = new Random(size);
      for (byte[] picture : pixels) {
        random.nextBytes(picture);
      }
    }

    @Override
    public int size() {
      return pixels.length;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int height() {
      return 32;
    }

    @Override
    public int width() {
      return 32;
    }

    @Override
    public int label(int index) {
      return 0;
    }

    @Override
    public byte[] pixels(int index) {
      return pixels[index];
    }

    @Override
    public List<String> labels() {
      return List.of();
    }

    @Override
    public String digest() {
      return "sha256:none";
    }
  }
}
