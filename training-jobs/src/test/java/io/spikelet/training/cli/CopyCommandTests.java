package io.spikelet.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.model.ExampleModels;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.LayoutRegistry;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.OciRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.condition.EnabledIf;
import picocli.CommandLine;

/** Tests for {@link CopyCommand}. */
class CopyCommandTests {

  private static final ModelRef MNIST = ModelRef.parse("esvae:mnist");
  private static final ModelRef LATEST = ModelRef.parse("esvae:latest");
  private static final ModelRef FASHION = ModelRef.parse("esvae:fashion");

  @TempDir private Path directory;
  private final StringWriter errors = new StringWriter();
  private LayoutRegistry models;

  @BeforeEach
  void publish() {
    models = new LayoutRegistry(directory.resolve("models"));
    models.publish(ExampleModels.draft("mnist"), List.of(MNIST, LATEST));
    models.publish(ExampleModels.draft("fashion"), List.of(FASHION));
  }

  @Test
  void copiesEverythingIntoADirectoryThatWasNotThere() {
    LayoutRegistry copy = new LayoutRegistry(directory.resolve("copy"));
    assertThat(copy("--to", "oci-layout:" + directory.resolve("copy"))).isZero();
    assertThat(copy.list()).isEqualTo(models.list());
  }

  @Test
  void copiesOnlyWhatItIsTold() {
    LayoutRegistry copy = new LayoutRegistry(directory.resolve("copy"));
    assertThat(copy("esvae:fashion", "--to", "oci-layout:" + directory.resolve("copy"))).isZero();
    assertThat(copy.list()).hasSize(1);
    assertThat(copy.resolve(FASHION)).isEqualTo(models.resolve(FASHION));
  }

  @Test
  void leavesTagsThatAreThereUnlessItIsToldToMoveThem() {
    LayoutRegistry copy = new LayoutRegistry(directory.resolve("copy"));
    var own = copy.publish(ExampleModels.draft("own"), List.of(MNIST));
    assertThat(copy("--to", "oci-layout:" + directory.resolve("copy"))).isZero();
    assertThat(copy.resolve(MNIST)).isEqualTo(own);
    assertThat(copy.resolve(LATEST)).isEqualTo(models.resolve(LATEST));
    assertThat(copy("--overwrite", "--to", "oci-layout:" + directory.resolve("copy"))).isZero();
    assertThat(copy.resolve(MNIST)).isEqualTo(models.resolve(MNIST));
  }

  @Test
  void aRegistryThatIsDownIsAPlainSentence() {
    assertThat(copy("--to", "oci+http://localhost:1/models")).isEqualTo(1);
    assertThat(errors.toString())
        .isEqualToIgnoringNewLines(
            "spikelet: registry oci+http://localhost:1/models is unavailable: it cannot be reached");
  }

  @Test
  @EnabledIf("io.spikelet.runtime.registry.OciRegistry#possible")
  void seedsARegistry() {
    try (OciRegistry server = OciRegistry.open()) {
      assertThat(copy("--to", server.uri())).isZero();
      ModelRegistry seeded = ModelRegistry.open(server.uri());
      assertThat(seeded.resolve(LATEST)).isEqualTo(models.resolve(LATEST));
      assertThat(seeded.list()).isEqualTo(models.list());
      assertThat(copy("--to", server.uri())).isZero();
    }
  }

  private int copy(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("copy"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--from", "oci-layout:" + directory.resolve("models")));
    CommandLine command = SpikeletCommand.commandLine().setErr(new PrintWriter(errors, true));
    return command.execute(all.toArray(String[]::new));
  }
}
