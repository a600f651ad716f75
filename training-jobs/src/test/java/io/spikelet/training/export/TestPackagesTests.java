package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.audio.SoundFiles;
import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TestPackages;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.training.export.NamedWeights.WeightArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the committed {@link TestPackages} are what the exporters write. {@code
 * -Dspikelet.regenerate=true} writes them anew.
 */
class TestPackagesTests {

  private static final Path RESOURCES = Path.of("model-runtime/src/test/resources/packages");

  @Test
  void committedPackagesAreWhatTheExportersWrite(@TempDir Path directory) throws IOException {
    if (Boolean.getBoolean("spikelet.regenerate")) {
      Path committed = Path.of(System.getProperty("spikelet.root")).resolve(RESOURCES);
      deleteAll(committed);
      publish(ModelRegistry.open("oci-layout:" + committed));
      return;
    }
    ModelRegistry fresh = ModelRegistry.open("oci-layout:" + directory);
    publish(fresh);
    List<ModelRef> refs =
        List.of(
            TestPackages.ESVAE,
            TestPackages.FSVAE,
            TestPackages.SPIKING_DIFFUSION,
            TestPackages.ANN_VAE,
            TestPackages.SPIKING_AUTOENCODER,
            TestPackages.AUDIOCODER,
            TestPackages.ANN_AUTOENCODER,
            TestPackages.ANN_AUDIOCODER,
            TestPackages.SPIKING_GAN,
            TestPackages.ANN_GAN,
            TestPackages.CLASSIFIER,
            TestPackages.TTFS_CLASSIFIER,
            TestPackages.FRECHET_AUTOENCODER);
    for (ModelRef ref : refs) {
      ModelPackage expected = fresh.pull(ref);
      ModelPackage committed = TestPackages.pull(ref);
      assertThat(committed.spec().layers()).isEqualTo(expected.spec().layers());
      assertThat(committed.spec().audio()).isEqualTo(expected.spec().audio());
      for (GraphRole role : expected.spec().graphs().keySet()) {
        assertThat(committed.graph(role)).as(role.name()).isEqualTo(expected.graph(role));
      }
    }
  }

  static List<ModelRef> spiking() {
    return List.of(TestPackages.ESVAE, TestPackages.FSVAE, TestPackages.SPIKING_DIFFUSION);
  }

  @ParameterizedTest
  @MethodSource("spiking")
  void neuronsOfTheTestPackagesAreAlive(ModelRef ref) {
    try (ImageModel model = ModelLoader.load(TestPackages.pull(ref))) {
      var image = model.generate(List.of(new GenerateTask(new ImageSeed(5, 0)))).getFirst().image();
      var drawn =
          model.reconstruct(List.of(new ReconstructTask(image, new ImageSeed(6, 0)))).getFirst();
      assertAlive(drawn.activity());
    }
  }

  @Test
  void neuronsOfTheSpikingAutoencoderAreAlive() {
    ModelPackage tiny = TestPackages.pull(TestPackages.SPIKING_AUTOENCODER);
    try (ImageModel model = ModelLoader.load(tiny)) {
      float[] grey = new float[tiny.spec().image().values()];
      Arrays.fill(grey, 0.5f);
      Image image = Image.of(1, 8, 8, grey, ValueRange.UNIT);
      ReconstructTask task = new ReconstructTask(image, new ImageSeed(6, 0));
      assertAlive(model.reconstruct(List.of(task)).getFirst().activity());
    }
  }

  @Test
  void neuronsOfTheAudiocoderAreAlive() {
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.AUDIOCODER))) {
      float[] samples = SoundFiles.tone(500, 8_000, 4_000);
      SoundTask task = new SoundTask(Sound.of(samples, 8_000), new ImageSeed(6, 0));
      assertAlive(model.audioToImage(List.of(task)).getFirst().drawn().activity());
    }
  }

  @Test
  void neuronsOfTheFirstSpikeClassifierAreAlive() {
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.TTFS_CLASSIFIER))) {
      byte[] levels = new byte[784];
      new Random(3).nextBytes(levels);
      Image image = Image.ofBytes(1, 28, 28, levels, ValueRange.UNIT);
      NetworkActivity activity = model.classify(List.of(image)).getFirst().activity();
      for (LayerActivity layer : activity.layers()) {
        assertThat(layer.spikes()).as(layer.layer().name()).isPositive();
      }
    }
  }

  @Test
  void neuronsOfTheSpikingGanAreAlive() {
    try (ImageModel model = ModelLoader.load(TestPackages.pull(TestPackages.SPIKING_GAN))) {
      List<GenerateTask> tasks =
          IntStream.range(0, 20).mapToObj(i -> new GenerateTask(new ImageSeed(5, i))).toList();
      for (int l = 0; l < 3; l++) {
        int layer = l;
        assertThat(model.generate(tasks))
            .extracting(drawn -> drawn.activity().layers().get(layer).spikes())
            .anySatisfy(spikes -> assertThat(spikes).isPositive());
      }
    }
  }

  private static void assertAlive(NetworkActivity activity) {
    for (LayerActivity layer : activity.layers()) {
      if (layer.layer().spiking()) {
        double rate = (double) layer.spikes() / layer.layer().neuronSteps();
        assertThat(rate).as(layer.layer().name()).isBetween(0.02, 0.9);
      }
    }
  }

  private static void publish(ModelRegistry registry) {
    registry.publish(esvae(), List.of(TestPackages.ESVAE, ModelRef.parse("esvae")));
    registry.publish(fsvae(), List.of(TestPackages.FSVAE, ModelRef.parse("fsvae")));
    registry.publish(
        spikingDiffusion(),
        List.of(TestPackages.SPIKING_DIFFUSION, ModelRef.parse("spiking-diffusion")));
    registry.publish(annVae(), List.of(TestPackages.ANN_VAE, ModelRef.parse("ann-vae")));
    registry.publish(
        spikingAutoencoder(),
        List.of(TestPackages.SPIKING_AUTOENCODER, ModelRef.parse("spiking-autoencoder")));
    registry.publish(audiocoder(), List.of(TestPackages.AUDIOCODER, ModelRef.parse("audiocoder")));
    registry.publish(
        annAutoencoder(), List.of(TestPackages.ANN_AUTOENCODER, ModelRef.parse("ann-autoencoder")));
    registry.publish(
        annAudiocoder(), List.of(TestPackages.ANN_AUDIOCODER, ModelRef.parse("ann-audiocoder")));
    registry.publish(
        spikingGan(), List.of(TestPackages.SPIKING_GAN, ModelRef.parse("spiking-gan")));
    registry.publish(annGan(), List.of(TestPackages.ANN_GAN, ModelRef.parse("ann-gan")));
    registry.publish(classifier(), List.of(TestPackages.CLASSIFIER, ModelRef.parse("classifier")));
    registry.publish(
        ttfsClassifier(), List.of(TestPackages.TTFS_CLASSIFIER, ModelRef.parse("ttfs-classifier")));
    registry.publish(
        frechetAutoencoder(),
        List.of(TestPackages.FRECHET_AUTOENCODER, ModelRef.parse("frechet-autoencoder")));
  }

  private static PackageDraft esvae() {
    NamedWeights weights = RandomNetwork.esvae(1, 1, 16, List.of(8, 8, 16, 16));
    return PackageAssembly.assemble(
        ModelFamily.ESVAE,
        EsvaeExporter.export(weights, 8, WeightStorage.FLOAT16),
        description("esvae", List.of()),
        Map.of());
  }

  private static PackageDraft fsvae() {
    NamedWeights weights = RandomNetwork.fsvae(3, 1, 16, List.of(8, 8, 16, 16), 5);
    return PackageAssembly.assemble(
        ModelFamily.FSVAE,
        FsvaeExporter.export(weights, 8, WeightStorage.FLOAT16),
        description("fsvae", List.of()),
        Map.of());
  }

  private static PackageDraft spikingDiffusion() {
    NamedWeights weights =
        RandomNetwork.spikingDiffusion(7, List.of(4, 6), 5, 9, List.of(8, 6, 7, 6));
    float[] feature = {0.1f, 0.25f, 0.375f, 0.625f};
    SpikingDiffusionExporter.Network network =
        new SpikingDiffusionExporter.Network(4, 16, feature, 3, true);
    return PackageAssembly.assemble(
        ModelFamily.SPIKING_DIFFUSION,
        SpikingDiffusionExporter.export(weights, network, WeightStorage.FLOAT16),
        description("spiking-diffusion", List.of()),
        Map.of());
  }

  private static PackageDraft annVae() {
    NamedWeights weights = RandomAnnVae.of(3, 1, 8, List.of(4, 4, 8, 8));
    return PackageAssembly.assemble(
        ModelFamily.ANN_VAE,
        AnnVaeExporter.export(weights, WeightStorage.FLOAT16),
        description("ann-vae", List.of()),
        Map.of());
  }

  private static PackageDraft frechetAutoencoder() {
    NamedWeights weights = RandomAnnVae.plain(7, 1, 6, List.of(4, 4, 8, 8));
    return PackageAssembly.assemble(
        ModelFamily.FRECHET_AUTOENCODER,
        FrechetAutoencoderExporter.export(weights, WeightStorage.FLOAT16),
        description("frechet-autoencoder", List.of()),
        Map.of());
  }

  private static ExportedNetwork autoencoder(int timeSteps) {
    NamedWeights weights = RandomLeaky.autoencoder(5, 8 * 8, 5);
    return new LeakyExporter(weights, timeSteps, 0.875f, 1, WeightStorage.FLOAT16)
        .autoencoder(new ImageSpec(1, 8, 8, ValueRange.UNIT));
  }

  private static PackageDraft spikingAutoencoder() {
    return PackageAssembly.assemble(
        ModelFamily.SPIKING_AUTOENCODER,
        autoencoder(6),
        description("spiking-autoencoder", List.of()),
        Map.of());
  }

  private static PackageDraft audiocoder() {
    FrontEnd frontEnd = new FrontEnd(8_000, 2, 6, 8, 0.004);
    ExportedNetwork seen = autoencoder(7);
    NamedWeights weights = RandomLeaky.audio(6, frontEnd.values(), 9, seen.latentSize());
    ExportedNetwork heard =
        new LeakyExporter(weights, 7, 0.875f, 1, WeightStorage.FLOAT16)
            .audiocoder(
                frontEnd,
                seen.graph(GraphRole.DECODER),
                seen.layers().stream().filter(layer -> layer.graph() == GraphRole.DECODER).toList(),
                seen.image());
    return PackageAssembly.assemble(
        ModelFamily.AUDIOCODER, heard, description("audiocoder", List.of()), Map.of());
  }

  private static PackageDraft annAutoencoder() {
    return PackageAssembly.assemble(
        ModelFamily.ANN_AUTOENCODER,
        sigmoids(),
        description("ann-autoencoder", List.of()),
        Map.of());
  }

  private static ExportedNetwork sigmoids() {
    Random random = new Random(4);
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    put(arrays, random, "encoder.0", 12, 12, 784);
    put(arrays, random, "decoder.0", 784, 784, 12);
    return new SigmoidExporter(new NamedWeights(arrays), WeightStorage.FLOAT16)
        .autoencoder(new ImageSpec(1, 28, 28, ValueRange.UNIT));
  }

  private static PackageDraft annAudiocoder() {
    Random random = new Random(5);
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    put(arrays, random, "audio.0", 10, 10, 48);
    put(arrays, random, "audio.1", 12, 12, 10);
    ExportedNetwork seen = sigmoids();
    ExportedNetwork heard =
        new SigmoidExporter(new NamedWeights(arrays), WeightStorage.FLOAT16)
            .audiocoder(
                new FrontEnd(8_000, 2, 6, 8, 0.004),
                seen.graph(GraphRole.DECODER),
                seen.layers().stream().filter(layer -> layer.graph() == GraphRole.DECODER).toList(),
                seen.image());
    return PackageAssembly.assemble(
        ModelFamily.ANN_AUDIOCODER, heard, description("ann-audiocoder", List.of()), Map.of());
  }

  private static PackageDraft spikingGan() {
    Random random = new Random(10);
    Map<String, WeightArray> arrays =
        Map.of(
            "generator.0.weight", excitatory(random, 30, 3, 5, 7),
            "generator.1.weight", excitatory(random, 60, 3, 7, 64));
    return PackageAssembly.assemble(
        ModelFamily.SPIKING_GAN,
        SpikingGanExporter.export(
            new NamedWeights(arrays),
            new SpikingGanExporter.Neurons(32, SpikeTiming.SAME_STEP, 20),
            new ImageSpec(1, 8, 8, ValueRange.UNIT),
            WeightStorage.FLOAT16),
        description("spiking-gan", List.of("zero", "One", "two")),
        Map.of());
  }

  private static PackageDraft annGan() {
    ImageSpec image = new ImageSpec(1, 8, 8, ValueRange.SIGNED_UNIT);
    return PackageAssembly.assemble(
        ModelFamily.ANN_GAN,
        AnnGanExporter.export(RandomAnnGan.of(8, 3, 5, 6, 64), image, WeightStorage.FLOAT16),
        description("ann-gan", List.of("zero", "One", "two")),
        Map.of());
  }

  private static PackageDraft classifier() {
    Random random = new Random(2);
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    put(arrays, random, "conv.0", 4, 4, 1, 3, 3);
    put(arrays, random, "conv.1", 4, 4, 4, 3, 3);
    put(arrays, random, "dense.0", 8, 8, 4 * 7 * 7);
    put(arrays, random, "dense.1", 10, 10, 8);
    return PackageAssembly.assemble(
        ModelFamily.CLASSIFIER,
        ClassifierExporter.export(
            new NamedWeights(arrays),
            new ImageSpec(1, 28, 28, ValueRange.UNIT),
            WeightStorage.FLOAT16),
        description("classifier", digits()),
        Map.of());
  }

  private static PackageDraft ttfsClassifier() {
    Random random = new Random(9);
    Map<String, WeightArray> arrays =
        Map.of(
            "dense.0.weight", excitatory(random, 5, 784, 16),
            "dense.1.weight", excitatory(random, 48, 16, 10));
    return PackageAssembly.assemble(
        ModelFamily.TTFS_CLASSIFIER,
        TtfsClassifierExporter.export(
            new NamedWeights(arrays),
            new TtfsClassifierExporter.Neurons(256, SpikeTiming.NEXT_STEP, 100, 100),
            new ImageSpec(1, 28, 28, ValueRange.UNIT),
            WeightStorage.FLOAT16),
        description("ttfs-classifier", digits()),
        Map.of());
  }

  /** Weights that excite three times as much as they inhibit, up to a bound. */
  private static WeightArray excitatory(Random random, float bound, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] weight = new float[count];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = bound * (random.nextFloat() - 0.25f);
    }
    return new WeightArray(shape, weight);
  }

  private static List<String> digits() {
    return IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  }

  private static void put(
      Map<String, WeightArray> arrays, Random random, String name, int outputs, long... shape) {
    int size = 1;
    for (long axis : shape) {
      size = Math.toIntExact(size * axis);
    }
    float bound = (float) Math.sqrt((double) outputs / size);
    float[] weight = new float[size];
    for (int i = 0; i < size; i++) {
      weight[i] = bound * (2 * random.nextFloat() - 1);
    }
    arrays.put(name + ".weight", new WeightArray(shape, weight));
    arrays.put(name + ".bias", new WeightArray(new long[] {outputs}, new float[outputs]));
  }

  private static PackageAssembly.Description description(String name, List<String> labels) {
    Provenance untrained =
        new Provenance(
            Map.of(),
            "none: random weights for tests",
            1,
            "sha256:" + "0".repeat(64),
            0,
            0,
            0,
            Map.of(),
            "any",
            null);
    return new PackageAssembly.Description(name, "none", untrained, Map.of(), "Apache-2.0", labels);
  }

  private static void deleteAll(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
