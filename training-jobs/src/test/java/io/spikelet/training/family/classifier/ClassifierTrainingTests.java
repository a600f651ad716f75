package io.spikelet.training.family.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.PackageAssembly;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.StripeImages;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link ClassifierTraining} and its network. */
class ClassifierTrainingTests {

  private static final ClassifierShape DIGITS = new ClassifierShape(1, 28, 28, 10);
  private static final ClassifierShape STRIPES = new ClassifierShape(1, 12, 12, 3);

  private static int threads;

  /**
   * The networks here are too small for several threads, which wait for each other on a busy
   * machine.
   */
  @BeforeAll
  static void computeOnOneThread() {
    threads = torch.get_num_threads();
    torch.set_num_threads(1);
  }

  @AfterAll
  static void restoreThreads() {
    torch.set_num_threads(threads);
  }

  @Test
  void networkForDigitsHasTheStatedNumberOfParameters() {
    try (ClassifierTraining training = new ClassifierTraining(DIGITS, 1, 0)) {
      assertThat(training.state().parameters().stream().mapToLong(p -> p.value().numel()).sum())
          .isEqualTo(105_866);
      assertThat(training.state().parameters())
          .extracting(Parameter::name)
          .containsExactly(
              "conv.0.weight",
              "conv.0.bias",
              "conv.1.weight",
              "conv.1.bias",
              "dense.0.weight",
              "dense.0.bias",
              "dense.1.weight",
              "dense.1.bias");
    }
  }

  /** With all weights zero every class has probability 1/3. */
  @Test
  void lossAndGradientOfAnIndifferentNetworkAreThoseWorkedByHand() {
    try (ClassifierTraining training = new ClassifierTraining(STRIPES, 1, 0);
        PointerScope _ = new PointerScope()) {
      State state = training.state();
      try (NoGradGuard _ = new NoGradGuard()) {
        state.parameters().forEach(parameter -> parameter.value().zero_());
      }
      for (int repeated = 0; repeated < 2; repeated++) {
        Map<String, Double> losses = training.step(batch(new int[] {0, 4, 5, 8}));
        assertThat(losses.get("loss")).isCloseTo(Math.log(3), within(1e-6));
        assertThat(losses.get("accuracy")).isEqualTo(0.25);
        float[] gradient = TensorMemory.floats(state.parameters().getLast().value().grad());
        // Mean over the batch of 1/3 - [label = class]; the labels are 0, 1, 1, 2.
        assertThat(gradient)
            .containsExactly(new float[] {1 / 12f, -1 / 6f, 1 / 12f}, within(1e-6f));
      }
    }
  }

  @Test
  void learnsStripesAndMeasuresThem() {
    StripeImages images = new StripeImages(48);
    try (ClassifierTraining training = new ClassifierTraining(STRIPES, 1, 0)) {
      train(training, 60);
      assertThat(training.validate(images).get("validation_accuracy")).isEqualTo(1.0);
      assertThat(training.validate(images).get("validation_loss")).isLessThan(0.1);
      assertThat(training.pictures(images)).isEmpty();
    }
  }

  @Test
  void mistakesAreDrawn() {
    try (ClassifierTraining training = new ClassifierTraining(STRIPES, 1, 0);
        NoGradGuard _ = new NoGradGuard()) {
      training.state().parameters().forEach(parameter -> parameter.value().zero_());
      // All logits are equal, so the answer is class 0: right for 4 of 12, wrong for 8.
      assertThat(training.pictures(new StripeImages(12)))
          .hasEntrySatisfying("mistakes", sheet -> assertThat(sheet.width()).isEqualTo(3 * 12));
    }
  }

  @Test
  void sameSeedGivesTheSameLosses() {
    assertThat(losses(7)).isEqualTo(losses(7)).isNotEqualTo(losses(8));
  }

  private static List<Double> losses(int seed) {
    try (ClassifierTraining training = new ClassifierTraining(STRIPES, seed, 0)) {
      return train(training, 5);
    }
  }

  @Test
  void stepsLeaveNoNativeMemoryBehind() {
    try (ClassifierTraining training = new ClassifierTraining(STRIPES, 1, 0)) {
      train(training, 3);
      long before = Pointer.totalCount();
      train(training, 20);
      training.validate(new StripeImages(24));
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before + 5);
    }
  }

  @Test
  void exportedGraphGivesTheSameScores() {
    float[] pixels = new float[5 * DIGITS.pixelCount()];
    Random random = new Random(3);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256) / 255f;
    }
    try (ClassifierTraining training = new ClassifierTraining(DIGITS, 3, 0)) {
      float[] expected = scores(training, pixels);
      float[] found = exportedScores(training, pixels);
      assertThat(found).containsExactly(expected, within(1e-5f));
    }
  }

  /** The network's own softmax, from a second network with the same seed. */
  private static float[] scores(ClassifierTraining training, float[] pixels) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      torch.manual_seed(3);
      ClassifierNetwork same = new ClassifierNetwork(DIGITS);
      assertThat(TensorMemory.floats(same.state().parameters().getFirst().value()))
          .isEqualTo(TensorMemory.floats(training.state().parameters().getFirst().value()));
      Tensor images = TensorMemory.tensor(pixels, 5, 1, 28, 28);
      return TensorMemory.floats(same.logits(images).softmax(1));
    }
  }

  private static float[] exportedScores(ClassifierTraining training, float[] pixels) {
    ExportedNetwork network = training.export(WeightStorage.FLOAT32);
    Provenance none =
        new Provenance(Map.of(), "none", 3, "sha256:0", 0, 0, 0, Map.of(), "any", null);
    PackageAssembly.Description description =
        new PackageAssembly.Description(
            "classifier",
            "none",
            none,
            Map.of(),
            "none",
            IntStream.range(0, 10).mapToObj(Integer::toString).toList());
    try (ImageModel model =
        ModelLoader.load(
            PackageAssembly.inMemory(ModelFamily.CLASSIFIER, network, description, "test"))) {
      float[] scores = new float[50];
      for (int n = 0; n < 5; n++) {
        float[] own = Arrays.copyOfRange(pixels, n * 784, (n + 1) * 784);
        Classification answer =
            model.classify(List.of(Image.of(1, 28, 28, own, ValueRange.UNIT))).getFirst();
        System.arraycopy(answer.scores(), 0, scores, n * 10, 10);
      }
      return scores;
    }
  }

  @Test
  void unsuitableDataAndSizesAreRefused() {
    TrainingPlan plan = TrainingPlan.from(Settings.none(), 0.002);
    assertThatThrownBy(
            () -> new Classifier().create(Settings.none(), plan, Networks.surroundings(3, 0)))
        .isInstanceOf(RunException.class)
        .hasMessage("a classifier needs data of two or more classes, this has 0");
    Settings odd = Settings.none().set("image-size", "30");
    assertThatThrownBy(() -> new Classifier().create(odd, plan, Networks.surroundings(1, 10)))
        .hasMessage("setting image-size must be a multiple of 4, not 30");
  }

  private static List<Double> train(ClassifierTraining training, int steps) {
    List<Double> losses = new ArrayList<>();
    try (PointerScope _ = new PointerScope();
        Optimiser optimiser = Optimiser.adamW(training.state(), 0.001, 1)) {
      for (int step = 0; step < steps; step++) {
        try (PointerScope _ = new PointerScope()) {
          losses.add(training.step(batch(IntStream.range(0, 12).toArray())).get("loss"));
          optimiser.step(0.01);
        }
      }
    }
    return losses;
  }

  private static Batch batch(int[] indices) {
    return StripeImages.batch(indices, 0, 0.001);
  }
}
