package io.spikelet.runtime.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spikelet.runtime.engine.EndlessGraphs;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.model.GoldenSample;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests for {@link ModelLoader}. */
class ModelLoaderTests {

  private final ModelPackage whole = TestPackages.esvae();

  @Test
  void goldenSampleOfTheTestPackageIsReproduced() {
    assertThat(whole.spec().golden()).isNotNull();
    try (ImageModel model = ModelLoader.load(whole)) {
      assertThat(model.modelPackage()).isSameAs(whole);
    }
  }

  @Test
  void modelThatDrawsAnotherGoldenSampleIsRefused() {
    ModelSpec spec = whole.spec();
    GoldenSample golden = Objects.requireNonNull(spec.golden());
    byte[] levels = PngCodec.decode(golden.png()).toChwBytes();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (255 - levels[i]);
    }
    Image negative = Image.ofBytes(1, 32, 32, levels, spec.image().range());
    GoldenSample wrong = GoldenSample.of(golden.seed(), PngCodec.encode(negative));
    assertThatThrownBy(() -> ModelLoader.load(with(spec, spec.layers(), wrong)))
        .isInstanceOfSatisfying(
            GoldenSampleException.class, e -> assertThat(e.difference()).isGreaterThan(e.allowed()))
        .hasMessageContaining("does not reproduce the golden sample");
  }

  @Test
  void layerTableThatDoesNotFitTheGraphIsRefused() {
    ModelSpec spec = whole.spec();
    List<LayerSpec> shorter = spec.layers().subList(0, spec.layers().size() - 1);
    assertThatThrownBy(() -> ModelLoader.load(with(spec, shorter, spec.golden())))
        .isInstanceOf(UnusablePackageException.class)
        .hasMessageContaining("but there are 6 layers");
  }

  @Test
  void fileThatIsNoGraphIsRefused() {
    Map<String, byte[]> files = files(whole.spec());
    files.put(
        Objects.requireNonNull(whole.spec().graphs().get(GraphRole.DECODER)), new byte[] {1, 2});
    ModelPackage broken = ModelPackage.of(whole.ref(), whole.digest(), whole.spec(), files);
    assertThatThrownBy(() -> ModelLoader.load(broken)).isInstanceOf(UnusablePackageException.class);
  }

  @Test
  void packageThatNeverEndsIsRefusedAtTheLimit() {
    ModelPackage vae = TestPackages.annVae();
    Map<String, byte[]> files = new HashMap<>();
    vae.spec().graphs().forEach((role, path) -> files.put(path, vae.file(path)));
    files.put(
        Objects.requireNonNull(vae.spec().graphs().get(GraphRole.DECODER)),
        EndlessGraphs.loop("latent", "image"));
    ModelPackage endless = ModelPackage.of(vae.ref(), vae.digest(), vae.spec(), files);
    try (OnnxEngine engine = new OnnxEngine(new OnnxEngine.Settings(1, Duration.ofSeconds(1)))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () ->
              assertThatThrownBy(() -> ModelLoader.load(endless, engine))
                  .isInstanceOf(UnusablePackageException.class)
                  .hasMessageEndingWith("cannot be used: it took longer than 1 s to load"));
    }
  }

  private ModelPackage with(ModelSpec spec, List<LayerSpec> layers, @Nullable GoldenSample golden) {
    ModelSpec changed =
        new ModelSpec(
            spec.name(),
            spec.family(),
            spec.dataset(),
            spec.timeSteps(),
            spec.latentSize(),
            spec.image(),
            spec.capabilities(),
            spec.graphs(),
            layers,
            spec.training(),
            spec.evaluation(),
            golden,
            spec.licence(),
            spec.labels(),
            spec.audio());
    return ModelPackage.of(whole.ref(), whole.digest(), changed, files(spec));
  }

  private Map<String, byte[]> files(ModelSpec spec) {
    Map<String, byte[]> files = new HashMap<>();
    spec.graphs().forEach((role, path) -> files.put(path, whole.file(path)));
    return files;
  }
}
