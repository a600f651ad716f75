package io.spikelet.runtime.generator.spiking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.EngineException;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.InvalidTaskParameterException;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.PartialImages;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.SpikeTrainSizeException;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnknownParameterException;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link SpikingVae} with the latent source of every family that has one. */
@ParameterizedClass
@MethodSource("families")
class SpikingVaeTests {

  static Stream<ModelRef> families() {
    return Stream.of(TestPackages.ESVAE, TestPackages.FSVAE);
  }

  private final ModelRef ref;
  private ImageModel model;
  private ModelSpec spec;

  private final Random random = new Random(4);

  SpikingVaeTests(ModelRef ref) {
    this.ref = ref;
  }

  @BeforeEach
  void load() {
    model = ModelLoader.load(TestPackages.pull(ref));
    spec = model.modelPackage().spec();
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void imagesHaveTheSameBitsAloneAndInAnyBatchOnAnyThread() throws Exception {
    List<ImageSeed> seeds = seeds(200);
    List<GeneratedImage> alone = new ArrayList<>();
    for (ImageSeed seed : seeds) {
      alone.addAll(model.generate(List.of(new GenerateTask(seed))));
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, seeds.size()).boxed().toList());
    Collections.shuffle(order, random);
    List<Callable<List<GeneratedImage>>> batches = new ArrayList<>();
    List<List<Integer>> members = new ArrayList<>();
    for (int from = 0; from < order.size(); ) {
      int to = Math.min(order.size(), from + 1 + random.nextInt(40));
      List<Integer> batch = order.subList(from, to);
      members.add(batch);
      batches.add(
          () -> model.generate(batch.stream().map(i -> new GenerateTask(seeds.get(i))).toList()));
      from = to;
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<GeneratedImage>>> results = threads.invokeAll(batches);
      for (int b = 0; b < results.size(); b++) {
        List<GeneratedImage> batch = results.get(b).get();
        for (int i = 0; i < batch.size(); i++) {
          GeneratedImage expected = alone.get(members.get(b).get(i));
          assertThat(batch.get(i).image()).isEqualTo(expected.image());
          assertThat(batch.get(i).activity()).isEqualTo(expected.activity());
        }
      }
    }
    assertThat(alone.stream().map(GeneratedImage::image).distinct()).hasSize(seeds.size());
  }

  @Test
  void reconstructionsHaveTheSameBitsInAnyBatch() {
    List<ReconstructTask> tasks =
        seeds(21).stream().map(seed -> new ReconstructTask(picture(), seed)).toList();
    List<Reconstruction> together = model.reconstruct(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      Reconstruction alone = model.reconstruct(List.of(tasks.get(i))).getFirst();
      assertThat(together.get(i).image()).isEqualTo(alone.image());
      assertThat(together.get(i).mse()).isEqualTo(alone.mse());
      assertThat(together.get(i).ssim()).isEqualTo(alone.ssim());
      assertThat(together.get(i).activity()).isEqualTo(alone.activity());
    }
  }

  @Test
  void latentsOfAnImageDecodeToItsReconstruction() {
    Image picture = picture();
    ImageSeed seed = new ImageSeed(17, 3);
    LatentSpikes latents = model.latents(List.of(new LatentTask(picture, seed))).getFirst();
    GeneratedImage decoded = model.decode(List.of(new DecodeTask(latents.spikes()))).getFirst();
    Reconstruction direct =
        model.reconstruct(List.of(new ReconstructTask(picture, seed))).getFirst();
    assertThat(decoded.image()).isEqualTo(direct.image());
    assertThat(names(direct.activity())).containsExactlyElementsOf(namesWithoutPrior());
    assertThat(names(decoded.activity())).first().isEqualTo("latent");
    assertThat(layer(decoded.activity(), "latent").spikes()).isEqualTo(latents.spikes().count());
  }

  @Test
  void latentsOfThePriorDecodeToTheGeneratedImage() {
    ImageSeed seed = new ImageSeed(18, 0);
    LatentSpikes latents = model.latents(List.of(new LatentTask(null, seed))).getFirst();
    GeneratedImage decoded = model.decode(List.of(new DecodeTask(latents.spikes()))).getFirst();
    GeneratedImage direct = model.generate(List.of(new GenerateTask(seed))).getFirst();
    assertThat(decoded.image()).isEqualTo(direct.image());
    List<String> prior = names(GraphRole.PRIOR);
    assertThat(names(latents.activity())).startsWith(prior.getFirst()).endsWith("latent");
    assertThat(names(latents.activity())).hasSize(prior.size() + 1).containsAll(prior);
    assertThat(names(direct.activity()))
        .containsExactlyElementsOf(
            Stream.concat(prior.stream(), names(GraphRole.DECODER).stream()).toList());
  }

  @Test
  void spikesReachTheNextLayerOnce() {
    NetworkActivity activity =
        model
            .reconstruct(List.of(new ReconstructTask(picture(), new ImageSeed(1, 1))))
            .getFirst()
            .activity();
    assertThat(layer(activity, "decoder_input").taps())
        .isEqualTo(layer(activity, "latent").spikes());
    assertThat(layer(activity, "before_latent_layer").taps())
        .isEqualTo(layer(activity, "encoder.3").spikes());
    for (LayerActivity layer : activity.layers()) {
      assertThat(layer.accumulates()).isLessThanOrEqualTo(layer.layer().denseOperations());
    }
  }

  @Test
  void errorAndSimilarityAreThoseOfThePreparedImage() {
    Image given = picture();
    Image prepared = ImagePreparation.toModel(given, spec.image());
    Reconstruction found =
        model.reconstruct(List.of(new ReconstructTask(given, new ImageSeed(2, 0)))).getFirst();
    double sum = 0;
    for (int i = 0; i < prepared.values(); i++) {
      double difference = (double) found.image().pixels()[i] - prepared.pixels()[i];
      sum += difference * difference;
    }
    assertThat(found.mse()).isCloseTo(sum / prepared.values(), within(1e-12));
    assertThat(found.ssim()).isBetween(-1.0, 1.0);
  }

  @Test
  void imageInTheModelsFormIsNotRounded() {
    float[] pixels = new float[spec.image().values()];
    Arrays.fill(pixels, 0.123456f);
    Image exact = Image.of(1, 32, 32, pixels, spec.image().range());
    Reconstruction found =
        model.reconstruct(List.of(new ReconstructTask(exact, new ImageSeed(2, 0)))).getFirst();
    double sum = 0;
    for (float pixel : found.image().pixels()) {
      sum += Math.pow((double) pixel - 0.123456f, 2);
    }
    assertThat(found.mse()).isCloseTo(sum / pixels.length, within(1e-12));
  }

  @Test
  void imageDrawnStepByStepEndsAsTheWholeImage() {
    ImageSeed seed = new ImageSeed(21, 4);
    List<PartialImage> partial = new ArrayList<>();
    GeneratedImage stepwise = stepwise(new GenerateTask(seed), partial);
    GeneratedImage whole = model.generate(List.of(new GenerateTask(seed))).getFirst();
    assertThat(stepwise.image()).isEqualTo(whole.image());
    assertThat(stepwise.activity()).isEqualTo(whole.activity());
    assertThat(partial).extracting(PartialImage::step).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(partial.getLast().image()).isEqualTo(whole.image());
  }

  @Test
  void imageOfFewerTimeStepsIsThePartialImageAfterThem() {
    ImageSeed seed = new ImageSeed(22, 0);
    List<PartialImage> partial = new ArrayList<>();
    stepwise(new GenerateTask(seed), partial);
    GeneratedImage early = model.generate(List.of(timeSteps(seed, 3))).getFirst();
    assertThat(early.image()).isEqualTo(partial.get(2).image());
    assertThat(early.activity()).isEqualTo(partial.get(2).activity());
    for (LayerActivity layer : early.activity().layers()) {
      assertThat(layer.layer().evaluations()).isIn(1, 3);
      assertThat(layer.spikes()).isLessThanOrEqualTo(layer.layer().neuronSteps());
    }
  }

  @Test
  void reconstructionOfFewerTimeStepsIsThePartialImageAfterThem() {
    ReconstructTask task = new ReconstructTask(picture(), new ImageSeed(24, 0));
    List<PartialImage> partial = new ArrayList<>();
    Reconstruction last =
        model.reconstructStepwise(List.of(new StepwiseTask<>(task, partial::add))).getFirst();
    Reconstruction whole = model.reconstruct(List.of(task)).getFirst();
    assertThat(last.image()).isEqualTo(whole.image());
    assertThat(last.mse()).isEqualTo(whole.mse());
    assertThat(last.activity()).isEqualTo(whole.activity());

    TaskParameters three = new TaskParameters(Map.of("time_steps", "3"));
    ReconstructTask shorter = new ReconstructTask(task.image(), task.seed(), three);
    List<Reconstruction> together = model.reconstruct(List.of(shorter, task));
    Reconstruction early = together.getFirst();
    assertThat(together.get(1).image()).isEqualTo(whole.image());
    assertThat(together.get(1).activity()).isEqualTo(whole.activity());
    assertThat(early.image()).isEqualTo(partial.get(2).image());
    assertThat(early.activity()).isEqualTo(partial.get(2).activity());
    assertThat(early.activity().operations().dense())
        .isLessThan(whole.activity().operations().dense());
    for (LayerActivity layer : early.activity().layers()) {
      // What leads to the latent spikes of an image sees the whole of it before the first is drawn.
      boolean decoder = layer.layer().graph() == GraphRole.DECODER;
      LayerActivity full = layer(whole.activity(), layer.layer().name());
      assertThat(layer.layer().evaluations())
          .as(layer.layer().name())
          .isEqualTo(decoder ? 3 : full.layer().evaluations());
      if (!decoder) {
        assertThat(layer).isEqualTo(full);
      }
    }
  }

  @Test
  void wholeAndShortImagesMayShareABatch() {
    List<GenerateTask> tasks =
        List.of(
            timeSteps(new ImageSeed(1, 0), 2),
            new GenerateTask(new ImageSeed(2, 0)),
            timeSteps(new ImageSeed(3, 0), 8),
            timeSteps(new ImageSeed(4, 0), 1));
    List<GeneratedImage> together = model.generate(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      GeneratedImage alone = model.generate(List.of(tasks.get(i))).getFirst();
      assertThat(together.get(i).image()).isEqualTo(alone.image());
      assertThat(together.get(i).activity()).isEqualTo(alone.activity());
    }
  }

  @Test
  void imageThatNobodyWatchesAnyMoreIsNotFinished() {
    List<PartialImage> partial = new ArrayList<>();
    PartialImages twoSteps =
        image -> {
          partial.add(image);
          return partial.size() < 2;
        };
    GenerateTask task = new GenerateTask(new ImageSeed(23, 0));
    GeneratedImage left =
        model.generateStepwise(List.of(new StepwiseTask<>(task, twoSteps))).getFirst();
    assertThat(partial).hasSize(2);
    assertThat(left.image()).isEqualTo(partial.get(1).image());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9", "-1", "two", "", "1.5", "99999999999"})
  void timeStepsOutsideTheModelsAreRefused(String steps) {
    TaskParameters parameters = new TaskParameters(Map.of("time_steps", steps));
    GenerateTask task = new GenerateTask(new ImageSeed(1, 0), parameters);
    assertThatThrownBy(() -> model.generate(List.of(task)))
        .isInstanceOf(InvalidTaskParameterException.class)
        .hasMessage(
            "parameter time_steps is '%s'; allowed is a whole number from 1 to 8".formatted(steps));
  }

  private static GenerateTask timeSteps(ImageSeed seed, int timeSteps) {
    return new GenerateTask(
        seed, new TaskParameters(Map.of("time_steps", Integer.toString(timeSteps))));
  }

  private GeneratedImage stepwise(GenerateTask task, List<PartialImage> partial) {
    return model.generateStepwise(List.of(new StepwiseTask<>(task, partial::add))).getFirst();
  }

  @Test
  void spikeTrainOfAnotherSizeIsRefusedWithBothSizes() {
    SpikeTrain small = SpikeTrain.builder(spec.timeSteps(), 1, spec.latentSize() - 1).build();
    assertThatThrownBy(() -> model.decode(List.of(new DecodeTask(small))))
        .isInstanceOf(SpikeTrainSizeException.class)
        .hasMessageContaining("8 time steps, 1 sample and 16 neurons")
        .hasMessageContaining("has 8 time steps, 1 samples and 15 neurons");
  }

  @Test
  void unknownParameterIsRefusedByName() {
    TaskParameters parameters = new TaskParameters(Map.of("temperature", "0.5"));
    assertThatThrownBy(
            () -> model.generate(List.of(new GenerateTask(new ImageSeed(1, 0), parameters))))
        .isInstanceOfSatisfying(
            UnknownParameterException.class,
            e -> assertThat(e.parameter()).isEqualTo("temperature"));
  }

  @Test
  void classifyingIsNotOffered() {
    assertThatThrownBy(() -> model.classify(List.of(picture())))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageContaining("does not offer classify, only [generate, reconstruct");
  }

  @Test
  void emptyBatchesGiveNothing() {
    assertThat(model.generate(List.of())).isEmpty();
    assertThat(model.reconstruct(List.of())).isEmpty();
    assertThat(model.latents(List.of())).isEmpty();
    assertThat(model.decode(List.of())).isEmpty();
  }

  @Test
  void closedModelFailsInsteadOfCrashing() {
    ImageModel closed = ModelLoader.load(TestPackages.pull(ref));
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.generate(List.of(new GenerateTask(new ImageSeed(1, 0)))))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void memoryCoversTheFilesAndOneRun() {
    assertThat(model.memoryBytes()).isBetween(model.modelPackage().bytes(), 100L << 20);
  }

  private Image picture() {
    byte[] levels = new byte[28 * 28];
    int centre = 8 + random.nextInt(12);
    for (int i = 0; i < levels.length; i++) {
      int distance = Math.abs(i / 28 - centre) + Math.abs(i % 28 - 14);
      levels[i] = (byte) Math.clamp(255 - 25L * distance, 0, 255);
    }
    return Image.ofBytes(1, 28, 28, levels, ValueRange.UNIT);
  }

  private List<ImageSeed> seeds(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ImageSeed(random.nextLong(ImageSeed.MAX_SEED), random.nextInt(1000)))
        .toList();
  }

  private static List<String> names(NetworkActivity activity) {
    return activity.layers().stream().map(layer -> layer.layer().name()).toList();
  }

  private List<String> names(GraphRole graph) {
    return spec.layers().stream()
        .filter(layer -> layer.graph() == graph)
        .map(LayerSpec::name)
        .toList();
  }

  /** The layers of the whole table without the prior's. */
  private List<String> namesWithoutPrior() {
    return spec.layers().stream()
        .filter(layer -> layer.graph() != GraphRole.PRIOR)
        .map(LayerSpec::name)
        .toList();
  }

  private static LayerActivity layer(NetworkActivity activity, String name) {
    return activity.layers().stream()
        .filter(layer -> layer.layer().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
