package io.spikelet.training.family.spikinggan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.SpikeTimeSampler;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.Unpublished;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.export.SpikeTiming;
import io.spikelet.training.firstspike.FirstSpikeLayer;
import io.spikelet.training.firstspike.FirstSpikeNetwork;
import io.spikelet.training.firstspike.Presentation;
import io.spikelet.training.run.RunException;
import io.spikelet.training.trainer.Networks;
import io.spikelet.training.trainer.ShortRuns;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.TwoStripes;
import io.spikelet.training.trainer.Weights;
import io.spikelet.training.run.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link SpikingGanTraining}. */
class SpikingGanTrainingTests {

  private static final TwoStripes IMAGES = new TwoStripes(41);

  private static final String SETTINGS =
      """
      epochs=4
      batch-size=8
      image-size=4
      latent-size=6
      hidden-size=24
      threshold=20
      learning-rate=0.5
      weight-decay=0
      schedule=constant
      compared-images=20
      """;

  @TempDir private Path directory;
  private ShortRuns runs = new ShortRuns(Path.of(""), new SpikingGan(), IMAGES);

  @BeforeEach
  void useTheDirectory() {
    runs = new ShortRuns(directory, new SpikingGan(), IMAGES);
  }

  @Test
  void stoppedAndContinuedRunKeepsWhatAnUninterruptedOneDoes() throws IOException {
    runs.assertContinuedRunIsAsTheWhole(SETTINGS, 7, 4);
  }

  @Test
  void imagesComeNearerToRealOnes() throws IOException {
    runs.run("long", SETTINGS.replace("epochs=4", "epochs=40"));
    List<Double> kept = runs.metrics("long", "kept_energy_distance");
    assertThat(kept.getLast()).isLessThan(kept.getFirst() / 2);
    assertThat(runs.metrics("long", "real_taken")).allMatch(share -> share >= 0 && share <= 1);
  }

  @Test
  void packageDrawsTheKeptGeneratorsAndARunCanBeginWithThem() {
    try (PointerScope _ = new PointerScope();
        Trainable network = runs.network(SETTINGS)) {
      ModelPackage exported = exported(network);
      assertThat(exported.spec().capabilities())
          .containsExactlyInAnyOrder(Capability.GENERATE, Capability.LATENTS, Capability.DECODE);
      assertThat(exported.spec().drawsByLabel()).isTrue();
      List<Image> drawn = images(exported);
      try (Trainable next = runs.network(SETTINGS + "seed=7\n")) {
        assertThat(images(exported(next))).isNotEqualTo(drawn);
        next.start(GraphWeights.of(exported), IMAGES);
        assertThat(images(exported(next))).isEqualTo(drawn);
      }
    }
  }

  @Test
  void packageDrawsToTheBitWhatTheTrainersLayersDraw() {
    try (PointerScope _ = new PointerScope();
        Trainable network = runs.network(SETTINGS)) {
      NamedWeights weights = Weights.of(network.state());
      FirstSpikeNetwork generator =
          new FirstSpikeNetwork(List.of(layer(weights, 0, 6, 24), layer(weights, 1, 24, 16)));
      Presentation presentation = generator.presentation();
      List<Image> drawn =
          images(
              Unpublished.of(
                  ModelFamily.SPIKING_GAN,
                  network.export(WeightStorage.FLOAT32),
                  Map.of(),
                  IMAGES.labels()));
      for (int k = 0; k < drawn.size(); k++) {
        RandomStream stream = RandomStream.of(new ImageSeed(k, 0));
        generator.present(SpikeTimeSampler.sample(stream, 6, 256), presentation);
        float[] pixels = new float[16];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = (256 - presentation.outputTimes()[i]) / 256f;
        }
        assertThat(drawn.get(k).pixels()).isEqualTo(pixels);
      }
    }
  }

  /** A layer of the second label, a column's. */
  private static FirstSpikeLayer layer(NamedWeights weights, int l, int inputs, int neurons) {
    float[] all = weights.get("generator." + l + ".weight", 2, inputs, neurons);
    FirstSpikeLayer layer = new FirstSpikeLayer(inputs, neurons, 20, 256, SpikeTiming.NEXT_STEP);
    layer.weights(Arrays.copyOfRange(all, inputs * neurons, 2 * inputs * neurons));
    return layer;
  }

  @Test
  void picturesHaveARowForEachLabel() {
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
  void unsuitableDataAndSettingsAreRefused() {
    Settings settings = Settings.parse(SETTINGS);
    TrainingPlan plan = TrainingPlan.from(settings, 1);
    assertThatThrownBy(() -> new SpikingGan().create(settings, plan, Networks.surroundings(1, 0)))
        .isInstanceOf(RunException.class)
        .hasMessage("spiking-gan learns a pair for each label, but the data has none");
    assertThatThrownBy(() -> runs.network("carrying-weights=after-update\n"))
        .hasMessageStartingWith("carrying-weights must be before-update");
    assertThatThrownBy(() -> runs.network("discriminator-rate=0\n"))
        .hasMessage("discriminator-rate must be above 0, not 0.0");
    assertThatThrownBy(() -> runs.network("initial-pixel-weights-least=9\n"))
        .hasMessage("weights must be between two numbers, not 9.0 and 3.5");
  }

  private static ModelPackage exported(Trainable network) {
    return Unpublished.of(
        ModelFamily.SPIKING_GAN, network.export(WeightStorage.FLOAT16), Map.of(), IMAGES.labels());
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
