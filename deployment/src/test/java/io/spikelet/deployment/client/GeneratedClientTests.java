package io.spikelet.deployment.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.deployment.observability.Project;
import io.spikelet.deployment.observability.RunningService;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses the service as somebody does who has only its contract. What the client says is in {@code
 * Conversation.java}, compiled with the generated classes: a member that the contract loses fails
 * the compiler.
 */
class GeneratedClientTests {
  private static final Path CONVERSATION =
      Project.ROOT.resolve("deployment/src/test/resources/client/Conversation.java");

  @TempDir private Path directory;

  @Test
  void readsWhatTheServiceAnswers() throws Exception {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Path generated = directory.resolve("generated");
    GeneratedClient.generate(generated);
    List<Path> sources = new ArrayList<>(GeneratedClient.sources(generated.resolve("src/main")));
    sources.add(CONVERSATION);
    GeneratedClient.compile(sources, classes);

    try (RunningService service = RunningService.start(directory, Map.of());
        URLClassLoader loader = GeneratedClient.load(classes)) {
      Object heard =
          loader
              .loadClass("Conversation")
              .getMethod("hold", String.class)
              .invoke(null, "http://localhost:" + service.port());

      assertThat(heard)
          .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
          .containsEntry("listed", true)
          .containsEntry("family", "esvae")
          .containsEntry("images", 2)
          .containsEntry("image", "PNG")
          .containsEntry("seed", 7L)
          .containsEntry("refusal", 404)
          .containsEntry("problem", "urn:spikelet:problem:model-not-found");
    }
  }
}
