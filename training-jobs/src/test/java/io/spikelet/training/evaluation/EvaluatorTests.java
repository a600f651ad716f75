package io.spikelet.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.export.AnnGanExporter;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.RandomAnnGan;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link Evaluator}. */
class EvaluatorTests {

  private static final EnergyProfile ENERGY =
      new EnergyProfile(
          "test", "round numbers", 1e-12, 5e-12, "none", EnergyProfile.Grade.MODELLED);

  private static final EvaluationSettings SETTINGS =
      new EvaluationSettings(3, 0, 12, 0.2, 2, 5, ENERGY);

  @Test
  void reconstructionsAreThoseOfTheSeedAndTheImageNumber() {
    RandomImages images = new RandomImages(11, 32);
    try (ImageModel model = ModelLoader.load(TestPackages.esvae())) {
      Map<String, Double> numbers = evaluator(SETTINGS).evaluate(model, images, null).numbers();
      List<Reconstruction> alone = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        Image image = Image.ofBytes(1, 32, 32, images.pixels(i), ValueRange.SIGNED_UNIT);
        ReconstructTask task = new ReconstructTask(image, new ImageSeed(3, i));
        alone.addAll(model.reconstruct(List.of(task)));
      }
      assertThat(numbers)
          .containsEntry("test_images", 11.0)
          .containsEntry("sample_images", 12.0)
          .doesNotContainKeys("readable_share", "test_accuracy");
      assertThat(numbers.get("test_mse"))
          .isCloseTo(mean(alone.stream().map(Reconstruction::mse).toList()), within(1e-12));
      assertThat(numbers.get("test_ssim"))
          .isCloseTo(mean(alone.stream().map(Reconstruction::ssim).toList()), within(1e-12));
      assertActivity(numbers, alone.stream().map(Reconstruction::activity).toList());
    }
  }

  private static void assertActivity(Map<String, Double> numbers, List<NetworkActivity> all) {
    double accumulates = mean(all, a -> a.operations().accumulates());
    double multiplications = mean(all, a -> a.operations().multiplyAccumulates());
    assertThat(numbers.get("test_ac")).isCloseTo(accumulates, within(1e-6)).isPositive();
    assertThat(numbers.get("test_mac")).isCloseTo(multiplications, within(1e-6)).isPositive();
    assertThat(numbers.get("test_dense"))
        .isCloseTo(mean(all, a -> a.operations().dense()), within(1e-6));
    assertThat(numbers.get("test_joules"))
        .isCloseTo(accumulates * 1e-12 + multiplications * 5e-12, within(1e-18));
    assertThat(numbers.get("test_ann_equivalent_joules"))
        .isCloseTo(all.getFirst().annMultiplyAccumulates() * 5e-12, within(1e-18));
    for (LayerActivity layer : all.getFirst().layers()) {
      if (layer.layer().spiking()) {
        String name = layer.layer().name();
        double rate = mean(all, a -> spikes(a, name)) / layer.layer().neuronSteps();
        assertThat(numbers.get("test_firing_rate." + name)).as(name).isCloseTo(rate, within(1e-12));
      }
    }
  }

  private static long spikes(NetworkActivity activity, String layer) {
    return activity.layers().stream()
        .filter(own -> own.layer().name().equals(layer))
        .mapToLong(LayerActivity::spikes)
        .sum();
  }

  @Test
  void modelThatDrawsInRoundsIsMeasuredByTheRoundsThatItTook() {
    RandomImages images = new RandomImages(11, 16);
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.SPIKING_DIFFUSION))) {
      Map<String, Double> numbers = evaluator(SETTINGS).evaluate(model, images, null).numbers();
      List<NetworkActivity> all = new ArrayList<>();
      for (int k = 0; k < 12; k++) {
        GenerateTask task = new GenerateTask(new ImageSeed(k, 0));
        all.add(model.generate(List.of(task)).getFirst().activity());
      }
      String name = "denoiser.1";
      double steps = mean(all, a -> neuronSteps(a, name));
      assertThat(numbers.get("sample_firing_rate." + name))
          .isCloseTo(mean(all, a -> spikes(a, name)) / steps, within(1e-12));
      assertThat(numbers.get("codebook_usage")).isBetween(1 / 9.0, 1.0);
      assertThat(numbers.get("codebook_perplexity"))
          .isBetween(1.0, 9 * numbers.getOrDefault("codebook_usage", 0.0));
      assertThat(numbers.getOrDefault("test_mse_unit", 0.0) * 4)
          .isCloseTo(numbers.get("test_mse"), within(1e-12));
    }
  }

  private static long neuronSteps(NetworkActivity activity, String layer) {
    return activity.layers().stream()
        .filter(own -> own.layer().name().equals(layer))
        .mapToLong(own -> own.layer().neuronSteps())
        .sum();
  }

  @Test
  void threadsAndBatchesChangeNothing() {
    RandomImages images = new RandomImages(9, 32);
    try (ImageModel model = ModelLoader.load(TestPackages.esvae());
        ImageModel judge = ModelLoader.load(TestPackages.classifier())) {
      EvaluationSettings other = new EvaluationSettings(3, 0, 12, 0.2, 3, 1, ENERGY);
      assertThat(evaluator(other).evaluate(model, images, judge).numbers())
          .isEqualTo(evaluator(SETTINGS).evaluate(model, images, judge).numbers());
    }
  }

  @Test
  void readableSharesAreCountedForSamplesRealImagesAndNoise() {
    RandomImages images = new RandomImages(7, 32);
    try (ImageModel model = ModelLoader.load(TestPackages.esvae());
        ImageModel judge = ModelLoader.load(TestPackages.classifier())) {
      double confidence = confidence(model, judge);
      EvaluationSettings settings = new EvaluationSettings(3, 2, 12, confidence, 2, 5, ENERGY);
      Evaluation evaluation = evaluator(settings).evaluate(model, images, judge);
      Measurement.Readability readability =
          evaluation.find(Measurement.Readability.class).orElseThrow();
      assertThat(readability.images()).isEqualTo(12);
      assertThat(readability.samples()).isEqualTo(6 / 12.0);
      assertThat(readability.classes()).isBetween(1, 6);
      List<Image> real =
          IntStream.range(0, 7)
              .mapToObj(i -> Image.ofBytes(1, 32, 32, images.pixels(i), ValueRange.UNIT))
              .toList();
      assertThat(readability.real()).isEqualTo(share(judge, real, confidence));
      assertThat(readability.noise()).isBetween(0.0, 1.0);
      assertThat(evaluation.numbers())
          .containsEntry("test_images", 2.0)
          .containsEntry("readable_share", 0.5);
    }
  }

  /** Halfway between the sixth and the seventh of the largest probabilities of twelve samples. */
  private static double confidence(ImageModel model, ImageModel judge) {
    List<GenerateTask> tasks =
        IntStream.range(0, 12).mapToObj(k -> new GenerateTask(new ImageSeed(k, 0))).toList();
    List<Image> samples = model.generate(tasks).stream().map(result -> result.image()).toList();
    double[] sorted = judge.classify(samples).stream().mapToDouble(EvaluatorTests::best).toArray();
    Arrays.sort(sorted);
    return (sorted[5] + sorted[6]) / 2;
  }

  private static double share(ImageModel judge, List<Image> images, double confidence) {
    long sure = judge.classify(images).stream().filter(c -> best(c) > confidence).count();
    return (double) sure / images.size();
  }

  private static double best(Classification classification) {
    return classification.scores()[classification.label()];
  }

  @Test
  void accuracyIsTheShareOfRightAnswers() {
    RandomImages images = new RandomImages(40, 28);
    try (ImageModel model = ModelLoader.load(TestPackages.classifier())) {
      Map<String, Double> numbers = evaluator(SETTINGS).evaluate(model, images, null).numbers();
      List<Classification> answers =
          model.classify(
              IntStream.range(0, 40)
                  .mapToObj(i -> Image.ofBytes(1, 28, 28, images.pixels(i), ValueRange.UNIT))
                  .toList());
      long right =
          IntStream.range(0, 40).filter(i -> answers.get(i).label() == images.label(i)).count();
      assertThat(numbers)
          .containsEntry("test_accuracy", right / 40.0)
          .containsEntry("test_ac", 0.0)
          .containsEntry("test_firing_rate", 0.0)
          .doesNotContainKey("sample_images");
      // A kernel of 3 lies inside at 3n - 2 places of a row of n: 82 of 28, 40 of 14.
      assertThat(numbers.get("test_mac"))
          .isEqualTo(4.0 * 82 * 82 + 4.0 * 4 * 40 * 40 + 196 * 8 + 8 * 10);
    }
  }

  @Test
  void classifierOfFirstSpikesIsMeasuredUpToItsDecisions() {
    RandomImages images = new RandomImages(40, 28);
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.TTFS_CLASSIFIER))) {
      Map<String, Double> numbers = evaluator(SETTINGS).evaluate(model, images, null).numbers();
      List<Decision> decisions =
          IntStream.range(0, 40)
              .mapToObj(i -> Image.ofBytes(1, 28, 28, images.pixels(i), ValueRange.UNIT))
              .map(image -> model.classify(List.of(image)).getFirst().decision())
              .map(Objects::requireNonNull)
              .toList();
      assertThat(numbers.get("test_decision_time"))
          .isEqualTo(decisions.stream().mapToInt(Decision::time).sum() / 40.0);
      assertThat(numbers.get("test_decision_spikes"))
          .isEqualTo(decisions.stream().mapToLong(Decision::spikes).sum() / 40.0)
          .isEqualTo(numbers.get("test_spikes"));
      assertThat(numbers.get("test_accuracy_ties_correct"))
          .isEqualTo(
              IntStream.range(0, 40).filter(i -> decisions.get(i).isFirst(i % 10)).count() / 40.0);
      assertThat(numbers).containsKeys("test_accuracy", "test_accuracy.9", "test_tied_share.0");
    }
  }

  @Test
  void heardShareIsTheShareOfImagesThatAreReadAsTheSpokenWord() {
    Tones sounds = new Tones(23);
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.AUDIOCODER));
        ImageModel judge = ModelLoader.load(TestPackages.classifier())) {
      Evaluation evaluation =
          evaluator(SETTINGS).evaluate(model, new Examples.Sounds(sounds), judge);
      List<SoundImage> alone =
          IntStream.range(0, sounds.size())
              .mapToObj(i -> new SoundTask(sounds.sound(i), new ImageSeed(3, i)))
              .map(task -> model.audioToImage(List.of(task)).getFirst())
              .toList();
      long right =
          IntStream.range(0, sounds.size())
              .filter(i -> read(judge, alone.get(i)) == sounds.label(i))
              .count();
      assertThat(evaluation.numbers())
          .containsEntry("test_sounds", 23.0)
          .containsEntry("heard_share", right / 23.0)
          .containsEntry("test_mac", 0.0);
      assertThat(evaluation.numbers().get("test_ac"))
          .isCloseTo(
              mean(
                  alone.stream().map(image -> image.drawn().activity()).toList(),
                  activity -> activity.operations().accumulates()),
              within(1e-6));
    }
  }

  @Test
  void withoutAJudgeSoundsStillHaveACost() {
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.AUDIOCODER))) {
      Examples sounds = new Examples.Sounds(new Tones(3));
      assertThat(evaluator(SETTINGS).evaluate(model, sounds, null).numbers())
          .containsEntry("test_sounds", 3.0)
          .containsKeys("test_ac", "test_joules")
          .doesNotContainKey("heard_share");
    }
  }

  @Test
  void generatedImagesAreComparedWithTestImagesWhereThereIsAnExtractor() {
    RandomImages images = new RandomImages(9, 32);
    EvaluationSettings alone = new EvaluationSettings(3, 2, 1, 0.2, 1, 1, ENERGY).comparing(14);
    EvaluationSettings parallel = new EvaluationSettings(3, 2, 1, 0.2, 3, 5, ENERGY).comparing(14);
    try (ImageModel model = ModelLoader.load(TestPackages.esvae());
        FeatureExtractor extractor =
            (FeatureExtractor)
                ModelLoader.load(TestPackages.pull(TestPackages.FRECHET_AUTOENCODER))) {
      Evaluation evaluation =
          new Evaluator(alone, EvaluationListener.NONE, extractor).evaluate(model, images, null);
      var distance = evaluation.find(Measurement.AutoencoderDistance.class).orElseThrow();
      assertThat(distance.images()).isEqualTo(14);
      assertThat(distance.distance()).isPositive().isNotEqualTo(distance.batchDistance());
      assertThat(evaluation.numbers())
          .containsEntry("fad_images", 14.0)
          .containsEntry("fad", distance.distance())
          .containsEntry("fad_batch_statistics", distance.batchDistance());
      assertThat(
              new Evaluator(parallel, EvaluationListener.NONE, extractor)
                  .evaluate(model, images, null)
                  .numbers())
          .isEqualTo(evaluation.numbers());
      assertThat(evaluator(alone).evaluate(model, images, null).numbers())
          .doesNotContainKeys("fad", "fad_batch_statistics", "fad_images");
    }
  }

  @Test
  void modelThatDrawsByLabelIsMeasuredByWhatItsImagesShowAndHowTheyDiffer() {
    RandomImages test = new RandomImages(60, 28);
    EvaluationSettings settings = new EvaluationSettings(3, 0, 40, 0.2, 2, 7, ENERGY);
    try (ImageModel model = ModelLoader.load(annGan(test.labels()));
        ImageModel judge = ModelLoader.load(TestPackages.classifier())) {
      Map<String, Double> numbers = evaluator(settings).evaluate(model, test, judge).numbers();
      List<Image> drawn = new ArrayList<>();
      for (int k = 0; k < 40; k++) {
        TaskParameters label = new TaskParameters(Map.of("label", Integer.toString(k % 10)));
        GenerateTask task = new GenerateTask(new ImageSeed(k, 0), label);
        drawn.add(model.generate(List.of(task)).getFirst().image());
      }
      List<Classification> read = judge.classify(drawn);
      long right = IntStream.range(0, 40).filter(k -> read.get(k).label() == k % 10).count();
      assertThat(numbers).containsEntry("label_images", 40.0);
      assertThat(numbers.get("label_share")).isCloseTo(right / 40.0, within(1e-12));
      double ofSeven = IntStream.of(7, 17, 27, 37).filter(k -> read.get(k).label() == 7).count();
      assertThat(numbers).containsEntry("label_share.7", ofSeven / 4);

      // Of six test images of a label four are evenly chosen: the first, second, fourth and fifth.
      List<Image> real =
          IntStream.of(7, 17, 37, 47)
              .mapToObj(i -> Image.ofBytes(1, 28, 28, test.pixels(i), ValueRange.SIGNED_UNIT))
              .toList();
      List<Image> sevens = IntStream.of(7, 17, 27, 37).mapToObj(drawn::get).toList();
      double ratio = PairwiseDistance.mean(sevens) / PairwiseDistance.mean(real);
      assertThat(numbers.get("distance_ratio.7")).isCloseTo(ratio, within(1e-12)).isPositive();
      assertThat(numbers.get("distance_ratio"))
          .isCloseTo(
              mean(
                  IntStream.range(0, 10)
                      .mapToObj(k -> numbers.get("distance_ratio." + k))
                      .toList()),
              within(1e-12));
    }
  }

  @Test
  void withoutAJudgeLabelsAreMeasuredByHowImagesDiffer() {
    RandomImages test = new RandomImages(20, 28);
    try (ImageModel model = ModelLoader.load(annGan(test.labels()))) {
      assertThat(evaluator(SETTINGS).evaluate(model, test, null).numbers())
          .containsKeys("distance_ratio", "distance_ratio.9")
          .doesNotContainKeys("label_share", "label_share.9");
    }
  }

  @Test
  void labelsOfModelTestImagesAndJudgeMustBeTheSame() {
    List<String> others = IntStream.range(0, 10).mapToObj(k -> "class " + k).toList();
    try (ImageModel model = ModelLoader.load(annGan(others));
        ImageModel judge = ModelLoader.load(TestPackages.classifier())) {
      RandomImages test = new RandomImages(20, 28);
      assertThatThrownBy(() -> evaluator(SETTINGS).evaluate(model, test, judge))
          .isInstanceOf(EvaluationException.class)
          .hasMessageContaining("class 3")
          .hasMessageStartingWith("the judge's classes are [0, 1");
      assertThatThrownBy(() -> evaluator(SETTINGS).evaluate(model, test, null))
          .isInstanceOf(EvaluationException.class)
          .hasMessageStartingWith("the model's classes are [class 0");
    }
  }

  @Test
  void labelWithOneTestImageIsNamed() {
    try (ImageModel model = ModelLoader.load(annGan(new RandomImages(11, 28).labels()))) {
      RandomImages test = new RandomImages(19, 28);
      assertThatThrownBy(() -> evaluator(SETTINGS).evaluate(model, test, null))
          .isInstanceOf(EvaluationException.class)
          .hasMessage("two or more test images of '9' are needed, but there are 1");
    }
  }

  private static ModelPackage annGan(List<String> labels) {
    ImageSpec image = new ImageSpec(1, 28, 28, ValueRange.SIGNED_UNIT);
    NamedWeights weights = RandomAnnGan.of(4, labels.size(), 5, 6, image.values());
    return Unpublished.of(
        ModelFamily.ANN_GAN,
        AnnGanExporter.export(weights, image, WeightStorage.FLOAT16),
        Map.of(),
        labels);
  }

  private static int read(ImageModel judge, SoundImage image) {
    return judge.classify(List.of(image.drawn().image())).getFirst().label();
  }

  @Test
  void soundsAreForModelsThatListenAndPicturesForTheOthers() {
    try (ImageModel sees = ModelLoader.load(TestPackages.esvae());
        ImageModel listens = ModelLoader.load(TestPackages.pull(TestPackages.AUDIOCODER))) {
      Examples sounds = new Examples.Sounds(new Tones(2));
      Examples pictures = new Examples.Pictures(new RandomImages(2, 32));
      assertThatThrownBy(() -> evaluator(SETTINGS).evaluate(sees, sounds, null))
          .isInstanceOf(EvaluationException.class)
          .hasMessageEndingWith("is measured on pictures");
      assertThatThrownBy(() -> evaluator(SETTINGS).evaluate(listens, pictures, null))
          .isInstanceOf(EvaluationException.class)
          .hasMessageEndingWith("is measured on sounds");
    }
  }

  @Test
  void progressCountsEveryImageOfEveryStage() {
    Map<String, List<Integer>> seen = new LinkedHashMap<>();
    EvaluationListener listener =
        (stage, done, total) -> {
          assertThat(done).isLessThanOrEqualTo(total);
          seen.computeIfAbsent(stage, _ -> new ArrayList<>()).add(done);
        };
    try (ImageModel model = ModelLoader.load(TestPackages.esvae())) {
      new Evaluator(SETTINGS, listener).evaluate(model, new RandomImages(6, 32), null);
    }
    assertThat(seen.keySet()).containsExactly("reconstructing test images", "generating samples");
    assertThat(seen.get("reconstructing test images")).last().isEqualTo(6);
    assertThat(seen.get("generating samples")).hasSize(3).last().isEqualTo(12);
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    try (ImageModel model = ModelLoader.load(TestPackages.esvae())) {
      assertThatThrownBy(() -> evaluator(SETTINGS).evaluate(model, new RandomImages(2, 28), null))
          .isInstanceOf(EvaluationException.class)
          .hasMessage("the model's images are 1x32x32, but the test images 1x28x28");
    }
    assertThatThrownBy(() -> new EvaluationSettings(0, 0, 1, 0.9, 1, 1, ENERGY).comparing(1))
        .hasMessage("comparedImages must be 2 or more, not 1");
    assertThatThrownBy(() -> new EvaluationSettings(0, -1, 1, 0.9, 1, 1, ENERGY))
        .hasMessage("testImages must be 0 (all) or more, not -1");
  }

  @Test
  void interruptionStopsAndIsKept() {
    try (ImageModel model = ModelLoader.load(TestPackages.esvae())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> evaluator(SETTINGS).evaluate(model, new RandomImages(2, 32), null))
          .isInstanceOf(EvaluationInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static Evaluator evaluator(EvaluationSettings settings) {
    return new Evaluator(settings, EvaluationListener.NONE);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double mean(List<NetworkActivity> all, ToLongFunction<NetworkActivity> value) {
    return all.stream().mapToLong(value).average().orElseThrow();
  }
}
