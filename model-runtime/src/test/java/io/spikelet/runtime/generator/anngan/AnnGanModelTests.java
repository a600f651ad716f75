package io.spikelet.runtime.generator.anngan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.InvalidTaskParameterException;
import io.spikelet.runtime.generator.Label;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.runtime.spike.SynapticOperations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests for {@link AnnGanModel}. */
class AnnGanModelTests {

  private static ImageModel model;

  @BeforeAll
  static void load() {
    model = ModelLoader.load(TestPackages.pull(TestPackages.ANN_GAN));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void imagesHaveTheSameBitsAloneAndInAnyBatch() {
    List<GenerateTask> tasks =
        IntStream.range(0, 40).mapToObj(i -> new GenerateTask(new ImageSeed(9, i))).toList();
    List<GeneratedImage> together = model.generate(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      GeneratedImage alone = model.generate(List.of(tasks.get(i))).getFirst();
      assertThat(alone.image()).isEqualTo(together.get(i).image());
      assertThat(alone.label()).isEqualTo(together.get(i).label());
    }
    assertThat(together.stream().map(drawn -> Objects.requireNonNull(drawn.label()).name()))
        .contains("zero", "One", "two");
  }

  @Test
  void imageIsThatOfTheGraphForTheSeedsNormalsAndTheLabel() {
    ImageSeed seed = new ImageSeed(5, 3);
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(model.modelPackage().graph(GraphRole.DECODER))) {
      float[] normals = RandomStream.of(seed).normals(Purpose.PRIOR_NORMAL, 5);
      for (int label = 0; label < 3; label++) {
        float[] pixels =
            graph
                .run(
                    Map.of(
                        "latent", Tensor.of(normals, 1, 5),
                        "label", Tensor.of(new long[] {label}, 1)))
                .floats("image")
                .data();
        assertThat(drawn(seed, Integer.toString(label)).image().pixels()).isEqualTo(pixels);
      }
    }
  }

  @Test
  void labelIsTakenByNameOrNumberOrPickedBySeed() {
    ImageSeed seed = new ImageSeed(1, 0);
    assertThat(drawn(seed, "one").label()).isEqualTo(new Label(1, "One"));
    assertThat(drawn(seed, "1").image()).isEqualTo(drawn(seed, "one").image());
    Label picked =
        Objects.requireNonNull(model.generate(List.of(new GenerateTask(seed))).getFirst().label());
    assertThat(drawn(seed, picked.name()).image())
        .isEqualTo(model.generate(List.of(new GenerateTask(seed))).getFirst().image());
    assertThatThrownBy(() -> drawn(seed, "three"))
        .isInstanceOf(InvalidTaskParameterException.class)
        .hasMessage(
            "parameter label is 'three'; allowed is one of zero, One, two, or its number, 0 to 2");
  }

  private static GeneratedImage drawn(ImageSeed seed, String label) {
    TaskParameters parameters = new TaskParameters(Map.of(TaskParameters.LABEL, label));
    return model.generate(List.of(new GenerateTask(seed, parameters))).getFirst();
  }

  @Test
  void imageCostsTheMultiplicationsOfOneGenerator() {
    SynapticOperations operations = drawn(new ImageSeed(2, 0), "two").activity().operations();
    assertThat(operations.multiplyAccumulates()).isEqualTo(5 * 6 + 6 * 64);
    assertThat(operations.accumulates()).isZero();
  }

  @Test
  void spikeTrainsAreRefused() {
    SpikeTrain spikes = SpikeTrain.builder(1, 1, 5).build();
    assertThatThrownBy(() -> model.decode(List.of(new DecodeTask(spikes))))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageEndingWith("it is an ordinary network and has no spike trains");
  }
}
