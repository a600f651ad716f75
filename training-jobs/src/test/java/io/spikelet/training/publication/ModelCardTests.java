package io.spikelet.training.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.export.PackageAssembly;
import io.spikelet.training.run.Progress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests for {@link ModelCard}. */
class ModelCardTests {

  private static final Map<String, String> PUBLISHED =
      Map.of("channels", "39", "frames", "1500", "hidden-size", "2048", "leave-out-speaker", "");

  @ParameterizedTest
  @EnumSource(names = {"AUDIOCODER", "ANN_AUDIOCODER"})
  void sizesArePutBesideThePublishedOnes(ModelFamily family) {
    assertThat(card(family, DatasetName.TI46, PUBLISHED))
        .contains("39 channels and 1500 frames", "as many as the published one");
    assertThat(card(family, DatasetName.TI46, with("frames", "40")))
        .contains("39 channels and 40 frames", "where the paper has 39, 1,500 and 2,048");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUDIOCODER", "ANN_AUDIOCODER"})
  void speakersAreCountedOnlyWhereTheirNumberIsKnown(ModelFamily family) {
    assertThat(card(family, DatasetName.FSDD, PUBLISHED)).contains("those of six speakers");
    assertThat(card(family, DatasetName.FSDD, with("leave-out-speaker", "theo")))
        .contains("those of five.");
    assertThat(card(family, DatasetName.TI46, PUBLISHED))
        .contains("only the voices that it learnt from.");
  }

  @Test
  void reconstructionsOfSpikesAreNotCalledShares() {
    assertThat(card(ModelFamily.SPIKING_AUTOENCODER, DatasetName.MNIST, Map.of()))
        .contains("brightest pixel is always white")
        .doesNotContain("spike shares", "time steps. `test_mse`");
  }

  @Test
  void smallerDenoiserAndWhatWasDoneBeyondThePaperAreTold() {
    Map<String, String> published =
        Map.of(
            "denoiser-widths", "64,128,256,512,256",
            "denoiser-time-steps", "16",
            "revive-every", "0",
            "code-order", "learnt");
    assertThat(card(ModelFamily.SPIKING_DIFFUSION, DatasetName.MNIST, published))
        .contains("The published size. Spiking-Diffusion")
        .doesNotContain("Smaller", "nothing used", "short path");
    Map<String, String> ours =
        Map.of(
            "denoiser-widths", "8,8,8",
            "denoiser-time-steps", "4",
            "revive-every", "100",
            "code-order", "path");
    assertThat(card(ModelFamily.SPIKING_DIFFUSION, DatasetName.MNIST, ours))
        .contains("have 8,8,8 channels and 4 time steps", "nothing used", "short path")
        .doesNotContain("The published size");
  }

  @Test
  void numbersOfOneClassHaveATableOfTheirOwn() {
    Map<String, Double> evaluation =
        Map.of(
            "test_accuracy", 0.75,
            "test_accuracy.one", 0.5,
            "test_accuracy.two", 1.0,
            "test_decision_time.two", 12.5,
            "test_firing_rate.input", 0.25);
    assertThat(card(ModelFamily.TTFS_CLASSIFIER, evaluation, List.of("one", "two")))
        .contains(
            """
            | measure | value |
            |---|---|
            | test_accuracy | 0.750000 |
            | test_firing_rate.input | 0.250000 |

            The same for the images of each class:

            | class | test_accuracy | test_decision_time |
            |---|---|---|
            | one | 0.500000 |  |
            | two | 1 | 12.5000 |

            ## Limits
            """);
  }

  @Test
  void whatIsNotThePapersIsTold() {
    assertThat(
            card(
                ModelFamily.SPIKING_GAN,
                DatasetName.MNIST,
                Map.of("errors-reach", "not-earlier", "hidden-rate", "100.0")))
        .contains("errors-reach=not-earlier (paper: later), hidden-rate=100.0");
    assertThat(
            card(
                ModelFamily.TTFS_CLASSIFIER,
                DatasetName.MNIST,
                Map.of("target", "relative", "averaging", "0.99")))
        .contains("learnt with the relative target", "averaging=0.99 (published: 0)");
  }

  @Test
  void ruleByWhichAGeneratorWasKeptIsTold() {
    assertThat(card(ModelFamily.ANN_GAN, DatasetName.MNIST, Map.of("compared-images", "500")))
        .contains("after which 500 images that it made were nearest to as many training images");
    assertThat(card(ModelFamily.ANN_GAN, DatasetName.MNIST, Map.of("keep", "last")))
        .contains("These are the generators of the last epoch.");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = new TreeMap<>(PUBLISHED);
    settings.put(name, value);
    return settings;
  }

  private static String card(ModelFamily family, DatasetName data, Map<String, String> settings) {
    return card(family, data, settings, Map.of(), List.of());
  }

  private static String card(
      ModelFamily family, Map<String, Double> evaluation, List<String> labels) {
    return card(family, DatasetName.MNIST, Map.of(), evaluation, labels);
  }

  private static String card(
      ModelFamily family,
      DatasetName data,
      Map<String, String> settings,
      Map<String, Double> evaluation,
      List<String> labels) {
    TrainedRun run =
        new TrainedRun(
            settings, data, "sha256:none", 0, Progress.START, List.of(), null, 0, List.of());
    Provenance training =
        new Provenance(
            settings, "./spikelet train", 0, "sha256:none", 1, 100, 1, Map.of(), "Linux", null);
    PackageAssembly.Description description =
        new PackageAssembly.Description(
            "name", data.text(), training, evaluation, "Apache-2.0", labels);
    return new ModelCard(family, ModelRef.parse("name:tag"), description, new TrainingCurve(run))
        .text();
  }
}
