package io.spikelet.training.publication;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.EvenChoice;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.SoundSet;
import io.spikelet.training.evaluation.Evaluation;
import io.spikelet.training.evaluation.Evaluator;
import io.spikelet.training.evaluation.TestImages;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.PackageAssembly;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Makes the package of a trained network. Every number in it is measured on the exported graphs,
 * after their weights were rounded, by the code that serves them.
 */
public final class Publication {

  private static final int SAMPLES = 64;

  /** Images of each label, for a model that draws by label. */
  private static final int SAMPLES_OF_LABEL = 10;

  /** With their originals as many tiles as there are samples: an even number of columns. */
  private static final int RECONSTRUCTIONS = SAMPLES / 2;

  /** Sounds of each class that are shown: as many as there are classes, to fill a square. */
  private static final int HEARD = 10;

  private static final List<String> LIBRARIES =
      List.of("java.version", "java.vm.name", "os.name", "os.version", "os.arch");

  private final ModelFamily family;
  private final ModelRef ref;
  private final TrainedRun run;

  public Publication(ModelFamily family, ModelRef ref, TrainedRun run) {
    this.family = family;
    this.ref = ref;
    this.run = run;
  }

  /**
   * Measures and assembles.
   *
   * @param test pictures of the model's size, or sounds
   * @param judge a classifier of the same classes, or null
   */
  public PackageDraft draft(
      ExportedNetwork network, Evaluator evaluator, Examples test, @Nullable ImageModel judge) {
    PackageAssembly.Description plain = description(Map.of());
    try (ImageModel model =
        ModelLoader.load(PackageAssembly.inMemory(family, network, plain, ref.tag()))) {
      Evaluation evaluation = evaluator.evaluate(model, test, judge);
      PackageAssembly.Description measured = description(evaluation.numbers());
      return PackageAssembly.assemble(family, network, measured, documents(model, measured, test));
    }
  }

  private PackageAssembly.Description description(Map<String, Double> evaluation) {
    return new PackageAssembly.Description(
        ref.name(),
        run.data().text(),
        provenance(),
        evaluation,
        licence(),
        ModelSpec.hasLabels(family) ? run.labels() : List.of());
  }

  /** Names the data's licence, and that of the images which sounds were paired with. */
  private String licence() {
    String weights = "weights Apache-2.0; trained on " + licensed(run.data());
    String paired = run.settings().getOrDefault("images", "");
    return paired.isEmpty()
        ? weights
        : weights + " and " + licensed(DatasetSource.parse(paired).name());
  }

  private static String licensed(DatasetName data) {
    return "%s (%s)".formatted(data.text(), data.licence());
  }

  private Provenance provenance() {
    Map<String, String> versions = new TreeMap<>();
    for (String property : LIBRARIES) {
      versions.put(property, System.getProperty(property, "unknown"));
    }
    versions.put("libtorch", version(torch.class));
    return new Provenance(
        run.settings(),
        command(),
        run.seed(),
        run.dataDigest(),
        run.progress().epoch(),
        run.imagesBefore() + run.progress().images(),
        run.progress().seconds(),
        versions,
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        run.startedFrom());
  }

  private static String version(Class<?> library) {
    String version = library.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** What to type to train the same again; the data's place is the reader's. */
  private String command() {
    StringBuilder command = new StringBuilder("./spikelet train --family ").append(family.id());
    command.append(" --data ").append(run.data().text()).append(":DIRECTORY --out RUN_DIR");
    run.settings().forEach((name, value) -> command.append(" --set %s=%s".formatted(name, value)));
    return command.toString();
  }

  private Map<String, byte[]> documents(
      ImageModel model, PackageAssembly.Description description, Examples test) {
    Map<String, byte[]> documents = new HashMap<>();
    String card = new ModelCard(family, ref, description, new TrainingCurve(run)).text();
    documents.put("MODEL_CARD.md", card.getBytes(StandardCharsets.UTF_8));
    if (model.modelPackage().spec().offers(Capability.GENERATE)) {
      documents.put("samples.png", samples(model));
    }
    switch (test) {
      case Examples.Pictures(ImageSet set) -> {
        if (model.modelPackage().spec().offers(Capability.RECONSTRUCT)) {
          documents.put("reconstructions.png", reconstructions(model, set));
        }
      }
      case Examples.Sounds(SoundSet set) -> documents.put("heard.png", heard(model, set));
    }
    return documents;
  }

  /** The first test images, each beside its reconstruction with the seed of an evaluation. */
  private static byte[] reconstructions(ImageModel model, ImageSet test) {
    TestImages images = TestImages.of(model.modelPackage().spec().image(), test);
    List<Image> originals = images.images(0, Math.min(RECONSTRUCTIONS, images.size()));
    List<Image> pairs = new ArrayList<>();
    for (int i = 0; i < originals.size(); i++) {
      ReconstructTask task = new ReconstructTask(originals.get(i), new ImageSeed(0, i));
      pairs.add(originals.get(i));
      pairs.add(model.reconstruct(List.of(task)).getFirst().image());
    }
    return PngCodec.encode(ContactSheet.of(pairs));
  }

  /** A row for each class: the images of ten of its test sounds, evenly chosen. */
  private static byte[] heard(ImageModel model, SoundSet sounds) {
    List<Image> tiles = new ArrayList<>();
    for (int sound : EvenChoice.of(sounds, HEARD)) {
      SoundTask task = new SoundTask(sounds.sound(sound), new ImageSeed(0, sound));
      tiles.add(model.audioToImage(List.of(task)).getFirst().drawn().image());
    }
    return PngCodec.encode(ContactSheet.of(tiles));
  }

  private static byte[] samples(ImageModel model) {
    ModelSpec spec = model.modelPackage().spec();
    return spec.drawsByLabel() ? samplesByLabel(model, spec.labels()) : mixedSamples(model);
  }

  /** A row for each label: the images of the first seeds. */
  private static byte[] samplesByLabel(ImageModel model, List<String> labels) {
    List<GenerateTask> tasks =
        labels.stream().flatMap(label -> drawings(label, SAMPLES_OF_LABEL)).toList();
    List<Image> images = model.generate(tasks).stream().map(GeneratedImage::image).toList();
    return PngCodec.encode(ContactSheet.of(images, SAMPLES_OF_LABEL));
  }

  private static Stream<GenerateTask> drawings(String label, int count) {
    TaskParameters parameters = new TaskParameters(Map.of(TaskParameters.LABEL, label));
    return LongStream.range(0, count)
        .mapToObj(k -> new GenerateTask(new ImageSeed(k, 0), parameters));
  }

  private static byte[] mixedSamples(ImageModel model) {
    List<GenerateTask> tasks =
        LongStream.range(0, SAMPLES).mapToObj(k -> new GenerateTask(new ImageSeed(k, 0))).toList();
    return PngCodec.encode(
        ContactSheet.of(model.generate(tasks).stream().map(GeneratedImage::image).toList()));
  }
}
