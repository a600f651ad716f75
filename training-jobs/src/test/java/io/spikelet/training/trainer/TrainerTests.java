package io.spikelet.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.family.Families;
import io.spikelet.training.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private static final String SETTINGS =
      """
      epochs=3
      batch-size=4
      latent-size=8
      time-steps=4
      early-time-steps=2
      early-share=0.4
      validation-images=4
      """;

  private static final Noise IMAGES = new Noise(STEPS_AN_EPOCH * 4 + 1);

  @TempDir private Path directory;

  private ShortRuns runs(ModelFamily family) {
    return new ShortRuns(directory, Families.of(family), IMAGES);
  }

  @Test
  void stoppedAndContinuedRunIsAsAnUninterruptedOne() throws IOException {
    runs(ModelFamily.ESVAE).assertContinuedRunIsAsTheWhole(SETTINGS, STEPS_AN_EPOCH + 2, 4);
  }

  @Test
  void stoppedRunStandsBehindItsLastStep() {
    ShortRuns runs = runs(ModelFamily.ESVAE);
    Progress first = runs.runSteps("run", SETTINGS, STEPS_AN_EPOCH + 2);
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(first.batch()).isEqualTo(2);
    Progress second = runs.runSteps("run", SETTINGS, 4);
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.step()).isEqualTo(STEPS_AN_EPOCH + 6);
  }

  @Test
  void everyNamedLossOfAStepIsInTheMetricsAsTheMeanOfItsEpoch() throws IOException {
    ShortRuns runs = runs(ModelFamily.ESVAE);
    runs.run("run", SETTINGS);
    List<Double> losses = runs.metrics("run", "loss");
    List<Double> reconstructions = runs.metrics("run", "reconstruction_loss");
    List<Double> discrepancies = runs.metrics("run", "mmd");
    assertThat(losses).hasSize(3);
    for (int epoch = 0; epoch < losses.size(); epoch++) {
      double sum = reconstructions.get(epoch) + MMD_WEIGHT * discrepancies.get(epoch);
      assertThat(losses.get(epoch)).isCloseTo(sum, within(1e-6));
    }
  }

  @Test
  void metricsWrittenAfterTheCheckpointAreCutOff() throws IOException {
    ShortRuns runs = runs(ModelFamily.ESVAE);
    runs.runSteps("run", SETTINGS, STEPS_AN_EPOCH + 2);
    Path metrics = directory.resolve("run").resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"epoch\":2.0}\n");
    runs.run("run", SETTINGS);
    runs.run("whole", SETTINGS);
    assertThat(runs.numbers("run")).isEqualTo(runs.numbers("whole"));
  }

  @Test
  void everyPhaseHasAWholeSchedule() throws IOException {
    ShortRuns runs = runs(ModelFamily.SPIKING_DIFFUSION);
    runs.run("phases", PHASES);
    List<Double> rates = runs.metrics("phases", "learning_rate");
    // Half a cosine over the ten steps of a phase: halfway after five, a hundredth at its end.
    assertThat(rates).hasSize(4);
    for (int epoch = 0; epoch < 4; epoch++) {
      double share = epoch % 2 == 0 ? 0.505 : 0.01;
      assertThat(rates.get(epoch)).isCloseTo(0.001 * share, within(1e-9));
    }
  }

  @Test
  void runOfPhasesContinuedInTheSecondIsAsAnUninterruptedOne() throws IOException {
    runs(ModelFamily.SPIKING_DIFFUSION)
        .assertContinuedRunIsAsTheWhole(PHASES, STEPS_AN_EPOCH * 2, 3);
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
