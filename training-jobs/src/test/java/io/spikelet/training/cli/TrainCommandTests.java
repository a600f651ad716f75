package io.spikelet.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.audio.SoundFiles;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.LayoutRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests for {@link TrainCommand}, from files to a run directory. */
class TrainCommandTests {

  private static final List<String> SMALL =
      List.of(
          "--set",
          "latent-size=8",
          "--set",
          "time-steps=3",
          "--set",
          "batch-size=8",
          "--set",
          "validation-images=8");

  @TempDir private Path directory;
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void writeData() throws IOException {
    idx("train", 40);
    idx("t10k", 70);
  }

  private void idx(String split, int count) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
    images.putInt(0x803).putInt(count).putInt(28).putInt(28);
    byte[] pixels = new byte[count * 784];
    new Random(count).nextBytes(pixels);
    images.put(pixels);
    Files.write(directory.resolve(split + "-images-idx3-ubyte"), images.array());
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      labels.put((byte) (i % 10));
    }
    Files.write(directory.resolve(split + "-labels-idx1-ubyte"), labels.array());
  }

  @Test
  void runDirectoryHoldsMetricsPicturesAndACheckpoint() throws IOException {
    Path run = directory.resolve("run");
    assertThat(train(run, "--epochs", "2")).isZero();
    assertThat(losses(run)).hasSize(2);
    for (String file :
        List.of("run.properties", "checkpoint.pt", "samples/002.png", "reconstructions/002.png")) {
      assertThat(run.resolve(file)).exists();
    }
    try (var files = Files.walk(run)) {
      assertThat(files.filter(path -> path.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void finishedRunIsPublishedUnderTheNamesAskedFor() throws IOException {
    String registry = "oci-layout:" + directory.resolve("registry");
    Path run = directory.resolve("run");
    assertThat(train(run, publishing(registry, "--epochs", "1"))).isZero();
    LayoutRegistry published = new LayoutRegistry(directory.resolve("registry"));
    Digest first = published.resolve(ModelRef.parse("esvae:small"));
    assertThat(published.resolve(ModelRef.parse("esvae:other"))).isEqualTo(first);
    ModelPackage files = published.pull(ModelRef.parse("esvae:small"));
    assertThat(card(files)).contains("| epoch | images | loss | mmd | reconstruction_loss |");
    assertThat(PngCodec.decode(files.file("reconstructions.png")).width()).isEqualTo(8 * 32);

    assertThat(
            train(directory.resolve("next"), publishing(registry, "--epochs", "1", "--seed", "1")))
        .isZero();
    assertThat(published.resolve(ModelRef.parse("esvae:small"))).isNotEqualTo(first);
    Path manifest = directory.resolve("registry/blobs/sha256").resolve(first.hex());
    assertThat(manifest).exists();
    assertThat(execute(List.of("models", "--prune", "--registry", registry))).isZero();
    assertThat(manifest).doesNotExist();
  }

  @Test
  void runThatBeganWithAPackageIsPublishedAndSaysSo() {
    String registry = "oci-layout:" + directory.resolve("registry");
    assertThat(train(directory.resolve("run"), publishing(registry, "--epochs", "1"))).isZero();
    LayoutRegistry published = new LayoutRegistry(directory.resolve("registry"));
    Digest first = published.resolve(ModelRef.parse("esvae:small"));
    Path next = directory.resolve("next");
    String[] onwards = {"--epochs", "1", "--init-from", "esvae:small", "--registry", registry};
    assertThat(train(next, onwards)).isZero();
    List<String> publish = new ArrayList<>(List.of("publish", next.toString()));
    publish.addAll(List.of(publishing(registry)));
    assertThat(execute(publish)).isZero();
    ModelPackage files = published.pull(ModelRef.parse("esvae:small"));
    assertThat(files.spec().training().startedFrom()).endsWith("@" + first.value());
    assertThat(files.spec().training().imagesSeen()).isEqualTo(2 * 40);
    assertThat(card(files)).contains("it began with the weights of esvae:small@" + first.value());
  }

  @Test
  void publishedGeneratorIsComparedByTheExtractorOfItsData() {
    String registry = "oci-layout:" + directory.resolve("registry");
    String[] few = {"--epochs", "1", "--test-images", "2", "--fad-images", "5"};
    String extractor = "frechet-autoencoder:mnist";
    assertThat(family("frechet-autoencoder", registry, extractor, few)).isZero();
    assertThat(family("ann-vae", registry, "ann-vae:small", few)).isZero();
    LayoutRegistry published = new LayoutRegistry(directory.resolve("registry"));
    ModelPackage compared = published.pull(ModelRef.parse("ann-vae:small"));
    assertThat(compared.spec().evaluation())
        .containsEntry("fad_images", 5.0)
        .containsKeys("fad", "fad_batch_statistics");
    assertThat(card(compared)).contains("| fad |", "| fad_batch_statistics |");
    ModelPackage comparing = published.pull(ModelRef.parse(extractor));
    assertThat(comparing.spec().evaluation()).containsKey("test_mse").doesNotContainKey("fad");
    assertThat(card(comparing))
        .contains("code of 8 values", "published network was trained for 150");
  }

  @Test
  void modelThatDrawsByLabelIsPublishedWithItsLabelsAndARowOfSamplesForEach() {
    String registry = "oci-layout:" + directory.resolve("registry");
    String[] few = {"--epochs", "1", "--samples", "30", "--fad-images", "2"};
    assertThat(family("ann-gan", registry, "ann-gan:small", few)).isZero();
    ModelPackage published =
        new LayoutRegistry(directory.resolve("registry")).pull(ModelRef.parse("ann-gan:small"));
    assertThat(published.spec().labels()).hasSize(10).startsWith("0", "1");
    assertThat(published.spec().evaluation())
        .containsEntry("label_images", 30.0)
        .containsKeys("distance_ratio", "distance_ratio.9")
        .doesNotContainKey("label_share");
    assertThat(card(published))
        .contains(
            "| kept_energy_distance |", "| class | distance_ratio |", "to as many training images");
    Image samples = PngCodec.decode(published.file("samples.png"));
    assertThat(List.of(samples.width(), samples.height())).containsExactly(280, 280);
  }

  private int family(String family, String registry, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--family", family, "--data", "mnist:" + directory));
    arguments.addAll(List.of("--out", directory.resolve(family).toString()));
    arguments.addAll(List.of("--set", "latent-size=8", "--set", "batch-size=8"));
    arguments.addAll(List.of("--registry", registry, "--as", name));
    arguments.addAll(List.of(more));
    return execute(arguments);
  }

  private static String card(ModelPackage published) {
    return new String(published.file("MODEL_CARD.md"), StandardCharsets.UTF_8);
  }

  private static String[] publishing(String registry, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--registry", registry));
    arguments.addAll(List.of("--as", "esvae:small", "--as", "esvae:other"));
    arguments.addAll(List.of("--test-images", "2", "--samples", "2"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void nameThatCannotBePublishedUnderIsRefusedBeforeTheTraining() {
    assertThat(train(directory.resolve("run"), "--as", "es vae")).isEqualTo(2);
    assertThat(errors.toString()).contains("es vae");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void resumeContinuesOnlyWithTheSameData() throws IOException {
    Path run = directory.resolve("run");
    assertThat(train(run, "--epochs", "1")).isZero();
    idx("train", 48);
    assertThat(execute(List.of("train", "--resume", "--out", run.toString()))).isEqualTo(2);
    assertThat(errors.toString()).contains("not those that the run was started with");
  }

  @Test
  void directoryWithARunIsNotOverwritten() {
    Path run = directory.resolve("run");
    assertThat(train(run, "--epochs", "1")).isZero();
    assertThat(train(run, "--epochs", "1")).isEqualTo(2);
    assertThat(errors.toString()).contains("holds a run already").contains("--resume");
  }

  @Test
  void unknownSettingIsRefusedWithTheKnownOnes() {
    assertThat(train(directory.resolve("run"), "--set", "latent=8")).isEqualTo(2);
    assertThat(errors.toString()).contains("[latent]").contains("latent-size");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void wrongValueIsRefusedWithItsName() {
    assertThat(train(directory.resolve("run"), "--set", "learning-rate=fast")).isEqualTo(2);
    assertThat(errors.toString()).contains("learning-rate must be a number, not 'fast'");
  }

  @Test
  void missingDataIsRefusedWithItsPlace() {
    Path nowhere = directory.resolve("nowhere");
    int code =
        execute(
            List.of(
                "train",
                "--family",
                "esvae",
                "--data",
                "mnist:" + nowhere,
                "--out",
                directory.resolve("run").toString()));
    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).contains("nowhere");
  }

  private int train(Path out, String... more) {
    return execute(command(out, more));
  }

  private List<String> command(Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--family", "esvae", "--data", "mnist:" + directory));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(SMALL);
    arguments.addAll(List.of(more));
    return arguments;
  }

  private int execute(List<String> arguments) {
    CommandLine command = SpikeletCommand.commandLine();
    command.setErr(new PrintWriter(errors, true));
    return command.execute(arguments.toArray(String[]::new));
  }

  private static List<String> losses(Path run) throws IOException {
    Path metrics = run.resolve("metrics.jsonl");
    return Files.exists(metrics)
        ? Files.readAllLines(metrics).stream().map(TrainCommandTests::loss).toList()
        : List.of();
  }

  private static String loss(String line) {
    JsonNode metrics = JsonMapper.shared().readTree(line);
    return metrics.get("loss") + " " + metrics.get("validation_mse");
  }

  @Test
  void audiocoderIsTrainedOnWhatThePublishedAutoencoderKnows() throws IOException {
    String registry = "oci-layout:" + directory.resolve("registry");
    String images = "mnist:" + directory;
    assertThat(
            execute(
                List.of(
                    "train",
                    "--family",
                    "spiking-autoencoder",
                    "--data",
                    images,
                    "--set",
                    "hidden-size=9",
                    "--set",
                    "time-steps=4",
                    "--set",
                    "batch-size=8",
                    "--epochs",
                    "1",
                    "--out",
                    directory.resolve("autoencoder").toString(),
                    "--registry",
                    registry,
                    "--as",
                    "spiking-autoencoder:small",
                    "--test-images",
                    "3")))
        .isZero();
    Path sounds = directory.resolve("sounds");
    for (int i = 5; i < 15; i++) {
      for (int digit = 0; digit < 10; digit++) {
        Path file = sounds.resolve("%d_theo_%d.wav".formatted(digit, i));
        Files.createDirectories(sounds);
        float[] tone = SoundFiles.tone(200 + 150.0 * digit + i, 8_000, 400);
        Files.write(file, SoundFiles.wave(8_000, tone));
      }
    }
    assertThat(
            execute(
                List.of(
                    "train",
                    "--family",
                    "audiocoder",
                    "--data",
                    "fsdd:" + sounds,
                    "--set",
                    "images=" + images,
                    "--set",
                    "autoencoder=spiking-autoencoder:small",
                    "--set",
                    "frames=6",
                    "--set",
                    "channels=5",
                    "--set",
                    "hidden-size=7",
                    "--set",
                    "time-steps=5",
                    "--set",
                    "kept-steps=2",
                    "--set",
                    "batch-size=10",
                    "--epochs",
                    "1",
                    "--out",
                    directory.resolve("audiocoder").toString(),
                    "--registry",
                    registry,
                    "--as",
                    "audiocoder:small")))
        .isZero();
    ModelPackage published =
        new LayoutRegistry(directory.resolve("registry")).pull(ModelRef.parse("audiocoder:small"));
    assertThat(published.spec().training().config().get("autoencoder"))
        .startsWith("spiking-autoencoder:small@sha256:");
    assertThat(published.spec().training().config()).containsEntry("images", "mnist:DIRECTORY");
    assertThat(published.spec().audio()).isNotNull();
    assertThat(published.spec().golden()).isNotNull();
    assertThat(new String(published.file("MODEL_CARD.md"), StandardCharsets.UTF_8))
        .contains("5 channels and 6 frames", "fsdd (CC BY-SA 4.0) and mnist (CC BY-SA 3.0)");
    assertThat(PngCodec.decode(published.file("heard.png")).width()).isEqualTo(280);
  }
}
