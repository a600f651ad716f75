package io.spikelet.training.family.anngan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.ShortRuns;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.TwoStripes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link AnnGanTraining}. */
class AnnGanTrainingTests {

  private static final TwoStripes IMAGES = new TwoStripes(41);

  /** Distances are kept as floats. */
  private static final Offset<Double> ROUNDED = within(1e-6);

  private static final String SETTINGS =
      """
      epochs=4
      batch-size=8
      image-size=4
      latent-size=3
      hidden-size=12
      learning-rate=0.01
      weight-decay=0
      schedule=constant
      compared-images=20
      """;

  @TempDir private Path directory;
  private ShortRuns runs = new ShortRuns(Path.of(""), new AnnGan(), IMAGES);

  @BeforeEach
  void useTheDirectory() {
    runs = new ShortRuns(directory, new AnnGan(), IMAGES);
  }

  @Test
  void stoppedAndContinuedRunKeepsWhatAnUninterruptedOneDoes() throws IOException {
    runs.assertContinuedRunIsAsTheWhole(SETTINGS, 7, 4);
  }

  @Test
  void keptDistanceNeverRisesAndIsTheLeastOfEachLabel() throws IOException {
    runs.run("best", SETTINGS);
    List<Double> kept = runs.metrics("best", "kept_energy_distance");
    List<Double> now = runs.metrics("best", "energy_distance");
    assertThat(kept.getFirst()).isCloseTo(now.getFirst(), ROUNDED);
    for (int epoch = 1; epoch < kept.size(); epoch++) {
      assertThat(kept.get(epoch)).isLessThanOrEqualTo(kept.get(epoch - 1));
      assertThat(kept.get(epoch)).isLessThan(now.get(epoch) + ROUNDED.value);
    }
  }

  @Test
  void lastStateIsKeptWhereThatIsWanted() throws IOException {
    NamedWeights state = runs.run("last", SETTINGS + "keep=last\n");
    List<Double> now = runs.metrics("last", "energy_distance");
    List<Double> kept = runs.metrics("last", "kept_energy_distance");
    for (int epoch = 0; epoch < kept.size(); epoch++) {
      assertThat(kept.get(epoch)).isCloseTo(now.get(epoch), ROUNDED);
    }
    for (String name : List.of("generator.0.weight", "generator.1.bias")) {
      assertThat(state.get("kept." + name).data()).isEqualTo(state.get(name).data());
    }
  }

  @Test
  void imagesComeNearerToRealOnes() throws IOException {
    runs.run("long", SETTINGS.replace("epochs=4", "epochs=60"));
    List<Double> kept = runs.metrics("long", "kept_energy_distance");
    assertThat(kept.getLast()).isLessThan(kept.getFirst() / 3);
  }

  @Test
  void packageDrawsTheKeptGeneratorsAndARunCanBeginWithThem() {
    try (PointerScope _ = new PointerScope();
        Trainable network = runs.network(SETTINGS)) {
      ModelPackage exported = exported(network);
      assertThat(exported.spec().offers(Capability.GENERATE)).isTrue();
      assertThat(exported.spec().drawsByLabel()).isTrue();
      List<Image> drawn = images(exported);
      assertThat(drawn.stream().distinct()).hasSize(drawn.size());
      try (Trainable next = runs.network(SETTINGS + "seed=7\n")) {
        assertThat(images(exported(next))).isNotEqualTo(drawn);
        next.start(GraphWeights.of(exported), IMAGES);
        assertThat(images(exported(next))).isEqualTo(drawn);
      }
    }
  }

  @Test
  void pictureHasARowForEachLabel() {
    try (PointerScope _ = new PointerScope();
        Trainable network = runs.network(SETTINGS)) {
      Map<String, Image> pictures = network.pictures(IMAGES);
      assertThat(pictures).containsOnlyKeys("samples", "latest");
      assertThat(pictures.get("samples"))
          .isEqualTo(pictures.get("latest"))
          .satisfies(sheet -> assertThat(sheet.height()).isEqualTo(2 * 4))
          .satisfies(sheet -> assertThat(sheet.width()).isEqualTo(10 * 4));
    }
  }

  @Test
  void dataWithoutClassesIsRefused() {
    Settings settings = Settings.parse(SETTINGS);
    TrainingPlan plan = TrainingPlan.from(settings, 1);
    assertThatThrownBy(() -> new AnnGan().create(settings, plan, Networks.surroundings(1, 0)))
        .isInstanceOf(RunException.class)
        .hasMessage("ann-gan learns a network for each label, but the data has none");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> runs.network("compared-images=1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("compared-images must be at least 2, not 1");
    assertThatThrownBy(() -> runs.network("keep=first\n"))
        .isInstanceOf(RunException.class)
        .hasMessage("setting keep must be one of best, last, not 'first'");
  }

  private static ModelPackage exported(Trainable network) {
    return Unpublished.of(
        ModelFamily.ANN_GAN, network.export(WeightStorage.FLOAT16), Map.of(), IMAGES.labels());
  }

  private static List<Image> images(ModelPackage exported) {
    TaskParameters column = new TaskParameters(Map.of("label", "column"));
    List<GenerateTask> tasks =
        LongStream.range(0, 5)
            .mapToObj(k -> new GenerateTask(new ImageSeed(k, 0), column))
            .toList();
    try (ImageModel model = ModelLoader.load(exported)) {
      return model.generate(tasks).stream().map(GeneratedImage::image).toList();
    }
  }
}
