package io.spikelet.runtime.generator.spikingdiffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.CodeMap;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.InvalidTaskParameterException;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnknownParameterException;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link SpikingDiffusionModel}. */
class SpikingDiffusionModelTests {

  private static final int POSITIONS = 16;
  private static final int DENOISER_TIME_STEPS = 3;

  private final ImageModel model =
      ModelLoader.load(TestPackages.pull(TestPackages.SPIKING_DIFFUSION));

  @AfterEach
  void close() {
    model.close();
  }

  private static GenerateTask task(int seed, Map<String, String> parameters) {
    return new GenerateTask(new ImageSeed(seed, 0), new TaskParameters(parameters));
  }

  private GeneratedImage draw(GenerateTask task) {
    return model.generate(List.of(task)).getFirst();
  }

  @Test
  void imagesHaveTheSameBitsAloneAndInABatchOfOtherStepsAndTemperatures() {
    List<GenerateTask> tasks =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    task(
                        i,
                        Map.of(
                            "steps",
                            Integer.toString(1 + i % POSITIONS),
                            "temperature",
                            i % 2 == 0 ? "0.65" : "1")))
            .toList();
    List<GeneratedImage> together = model.generate(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      GeneratedImage alone = draw(tasks.get(i));
      assertThat(together.get(i).image()).isEqualTo(alone.image());
      assertThat(together.get(i).activity()).isEqualTo(alone.activity());
    }
    assertThat(together.stream().map(GeneratedImage::image).distinct().count()).isGreaterThan(50);
  }

  @Test
  void imageShownStepByStepEndsAsTheWholeOne() {
    for (int seed = 0; seed < 5; seed++) {
      GenerateTask task = task(seed, Map.of());
      List<PartialImage> shown = new ArrayList<>();
      GeneratedImage stepwise =
          model.generateStepwise(List.of(new StepwiseTask<>(task, shown::add))).getFirst();
      GeneratedImage whole = draw(task);
      assertThat(stepwise.image()).isEqualTo(whole.image());
      assertThat(stepwise.activity()).isEqualTo(whole.activity());
      assertThat(shown).extracting(PartialImage::step).containsExactlyElementsOf(upTo(POSITIONS));
    }
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void watcherEndsTheImageEarly() {
    List<PartialImage> shown = new ArrayList<>();
    StepwiseTask<GenerateTask> task =
        new StepwiseTask<>(task(3, Map.of()), partial -> shown.add(partial) && shown.size() < 4);
    GeneratedImage drawn = model.generateStepwise(List.of(task)).getFirst();
    assertThat(shown).hasSize(4);
    assertThat(drawn.image()).isEqualTo(shown.getLast().image());
  }

  @Test
  void denoiserIsCountedAsOftenAsItRan() {
    GeneratedImage one = draw(task(1, Map.of("steps", "1")));
    assertThat(layer(one.activity(), "denoiser.0").layer().evaluations())
        .isEqualTo(DENOISER_TIME_STEPS);
    GeneratedImage all = draw(task(1, Map.of()));
    int runs = layer(all.activity(), "denoiser.0").passes();
    assertThat(runs).isBetween(2, POSITIONS);
    for (LayerActivity layer : all.activity().layers()) {
      boolean denoiser = layer.layer().name().startsWith("denoiser");
      assertThat(layer.passes()).isEqualTo(denoiser ? runs : 1);
      assertThat(layer.layer().evaluations())
          .isEqualTo(
              denoiser ? runs * DENOISER_TIME_STEPS : model.modelPackage().spec().timeSteps());
      assertThat(layer.accumulates()).isLessThanOrEqualTo(layer.layer().denseOperations());
    }
  }

  private static LayerActivity layer(NetworkActivity activity, String name) {
    return activity.layers().stream()
        .filter(layer -> layer.layer().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void latentsDecodeToTheImageAndTellItsCodes() {
    Image picture = picture();
    ImageSeed seed = new ImageSeed(5, 0);
    LatentSpikes seen = model.latents(List.of(new LatentTask(picture, seed))).getFirst();
    Reconstruction reconstruction =
        model.reconstruct(List.of(new ReconstructTask(picture, seed))).getFirst();
    assertThat(decoded(seen)).isEqualTo(reconstruction.image());
    LatentSpikes drawn = model.latents(List.of(new LatentTask(null, seed))).getFirst();
    assertThat(decoded(drawn)).isEqualTo(draw(new GenerateTask(seed)).image());
    CodeMap codes = Objects.requireNonNull(drawn.codes());
    assertThat(codes.codes()).hasDimensions(4, 4);
    assertThat(Arrays.stream(codes.codes()).flatMapToInt(Arrays::stream).boxed())
        .allMatch(code -> code >= 0 && code < codes.codebookSize());
  }

  private Image decoded(LatentSpikes latents) {
    return model.decode(List.of(new DecodeTask(latents.spikes()))).getFirst().image();
  }

  private static Image picture() {
    Random random = new Random(3);
    float[] pixels = new float[16 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat() - 0.5f;
    }
    return Image.of(1, 16, 16, pixels, ValueRange.CENTRED_UNIT);
  }

  @ParameterizedTest
  @CsvSource({
    "steps, 0, a whole number from 1 to 16",
    "steps, 17, a whole number from 1 to 16",
    "steps, 2.5, a whole number from 1 to 16",
    "temperature, 0, a number from 0.001 to 2.0",
    "temperature, 2.01, a number from 0.001 to 2.0",
    "temperature, NaN, a number from 0.001 to 2.0",
    "temperature, 1e0, a number from 0.001 to 2.0"
  })
  void parameterOutOfRangeIsRefusedWithWhatIsAllowed(String name, String value, String allowed) {
    GenerateTask task = task(1, Map.of(name, value));
    assertThatThrownBy(() -> draw(task))
        .isInstanceOf(InvalidTaskParameterException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(value)
        .hasMessageContaining(allowed);
  }

  @Test
  void reconstructionKnowsNoSteps() {
    ReconstructTask task =
        new ReconstructTask(
            picture(), new ImageSeed(1, 0), new TaskParameters(Map.of("steps", "3")));
    assertThatThrownBy(() -> model.reconstruct(List.of(task)))
        .isInstanceOf(UnknownParameterException.class)
        .hasMessageContaining("steps");
  }
}
