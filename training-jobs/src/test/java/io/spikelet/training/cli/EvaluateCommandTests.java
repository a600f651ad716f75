package io.spikelet.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.generator.TestPackages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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

/** Tests for {@link EvaluateCommand}. */
class EvaluateCommandTests {

  private static final int IMAGES = 6;

  @TempDir private Path data;
  @TempDir private Path packages;
  private String registry = "";
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void writeData() throws IOException {
    registry = TestPackages.uriIn(packages);
    ByteBuffer images = ByteBuffer.allocate(16 + IMAGES * 784);
    images.putInt(0x803).putInt(IMAGES).putInt(28).putInt(28);
    byte[] pixels = new byte[IMAGES * 784];
    new Random(1).nextBytes(pixels);
    Files.write(data.resolve("t10k-images-idx3-ubyte"), images.put(pixels).array());
    ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES).putInt(0x801).putInt(IMAGES);
    Files.write(data.resolve("t10k-labels-idx1-ubyte"), labels.array());
  }

  @Test
  void frechetDistanceIsMeasuredWithTheExtractorAskedFor() {
    assertThat(evaluate("esvae:tiny", "--extractor", "frechet-autoencoder:tiny")).isZero();
    assertThat(text())
        .contains("fad is measured with frechet-autoencoder:tiny@sha256:")
        .containsPattern("fad_images +4\\.0*\\s")
        .containsPattern("fad +[0-9]")
        .containsPattern("fad_batch_statistics +[0-9]");
  }

  @Test
  void whereThereIsNoExtractorThatIsSaid() {
    assertThat(evaluate("esvae:tiny")).isZero();
    assertThat(text())
        .contains("fad is not measured: the registry has no frechet-autoencoder:mnist")
        .doesNotContain("fad_images");
  }

  @Test
  void modelsThatDoNotGenerateAreNotComparedAndNeedNoExtractor() {
    assertThat(evaluate("ann-autoencoder:tiny")).isZero();
    assertThat(text()).contains("test_mse").doesNotContain("fad");
  }

  @Test
  void anotherModelIsNoExtractor() {
    assertThat(evaluate("esvae:tiny", "--extractor", "classifier:tiny")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--extractor must be a frechet-autoencoder, not 'classifier:tiny'");
  }

  @Test
  void onlyAClassifierOfProbabilitiesIsAJudge() {
    assertThat(evaluate("esvae:tiny", "--judge", "ttfs-classifier:tiny")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--judge must be a classifier, not 'ttfs-classifier:tiny'");
  }

  @Test
  void imagesAreDrawnWithTheParametersAskedFor() {
    assertThat(evaluate("esvae:tiny")).isZero();
    assertThat(evaluate("esvae:tiny", "--with", "time_steps=2")).isZero();
    List<String> dense = text().lines().filter(line -> line.startsWith("sample_dense")).toList();
    assertThat(dense).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void parametersThatTheFamilyCannotUseAreNamed() {
    assertThat(evaluate("esvae:tiny", "--with", "temperature=1")).isEqualTo(2);
    assertThat(evaluate("esvae:tiny", "--with", "time_steps=99")).isEqualTo(2);
    assertThat(errors.toString()).contains("temperature").contains("from 1 to 8");
  }

  @Test
  void imagesAreSampledAsTheLabelAskedFor() throws IOException {
    byte[] byName = sample("one");
    assertThat(sample("1")).isEqualTo(byName);
    assertThat(sample("two")).isNotEqualTo(byName);
  }

  private byte[] sample(String label) throws IOException {
    Path file = packages.resolve(label + ".png");
    int code =
        SpikeletCommand.commandLine()
            .execute(
                "sample",
                "ann-gan:tiny",
                "--registry",
                registry,
                "--n",
                "4",
                "--out",
                file.toString(),
                "--with",
                "label=" + label);
    assertThat(code).isZero();
    return Files.readAllBytes(file);
  }

  @Test
  void testImagesOfOtherClassesAreRefused() {
    assertThat(evaluate("ann-gan:tiny")).isEqualTo(2);
    assertThat(errors.toString()).contains("the model's classes are [zero, One, two]");
  }

  private String text() {
    return output.toString(StandardCharsets.UTF_8);
  }

  private int evaluate(String model, String... more) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", model));
    arguments.addAll(List.of("--data", "mnist:" + data));
    arguments.addAll(List.of("--registry", registry));
    arguments.addAll(List.of("--samples", "2", "--fad-images", "4"));
    arguments.addAll(List.of(more));
    PrintStream before = System.out;
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      CommandLine command = SpikeletCommand.commandLine();
      command.setErr(new PrintWriter(errors, true));
      return command.execute(arguments.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
  }
}
