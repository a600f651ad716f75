package io.spikelet.deployment.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Runs {@code docker-compose.yml}: all of it but Grafana. */
@Testcontainers(disabledWithoutDocker = true)
@EnabledIf(
    value = "io.spikelet.deployment.image.Images#packaged",
    disabledReason = "nothing is packaged; ./mvnw package does it")
class CompositionTests {

  private static final Pattern UNHEALTHY_RULE = Pattern.compile("\"health\":\"(?!ok\")");

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void whatIsTrainedIsPublishedAndServed() throws Exception {
    assumeTrue(Composition.possible(), "there is no Compose");
    writeData();
    try (Composition composition = new Composition(directory)) {
      composition.run("up", "-d", "--no-build", "registry", "seed", "service", "prometheus");
      String service = "http://localhost:" + composition.servicePort();
      await(service + "/v2/health/ready", answer -> answer.statusCode() == 200);
      assertThat(modelOf(service, "esvae")).startsWith("esvae:latest@sha256:");

      train(composition, 1);
      String first = modelOf(service, "esvae:mine");
      assertThat(first).startsWith("esvae:mine@sha256:");
      train(composition, 2);
      awaitOther(service, first);

      rulesAreEvaluated("http://localhost:" + composition.prometheusPort());
    }
  }

  private static void train(Composition composition, int seed) {
    String said =
        composition.run(
            "run",
            "--rm",
            "train",
            "train",
            "--family",
            "esvae",
            "--data",
            "mnist:data/mnist",
            "--set",
            "batch-size=16",
            "--set",
            "time-steps=4",
            "--set",
            "latent-size=16",
            "--epochs",
            "1",
            "--seed",
            Integer.toString(seed),
            "--out",
            "runs/" + seed,
            "--as",
            "esvae:mine");
    assertThat(said).contains("as esvae:mine");
  }

  private void rulesAreEvaluated(String prometheus) throws Exception {
    HttpResponse<String> rules =
        await(prometheus + "/api/v1/rules", answer -> !answer.body().contains("\"unknown\""));
    assertThat(rules.body()).contains("SpikeletModelSwapFailed", "spikelet-energy");
    assertThat(rules.body()).doesNotContainPattern(UNHEALTHY_RULE);
  }

  private void awaitOther(String service, String first) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (modelOf(service, "esvae:mine").equals(first)) {
      assertThat(System.nanoTime()).as("the moved tag is followed in time").isLessThan(end);
    }
  }

  private String modelOf(String service, String model) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service + "/generate?seed=1&model=" + model))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
    return answer.headers().firstValue("Snn-Model").orElseThrow();
  }

  private HttpResponse<String> await(String uri, Predicate<HttpResponse<String>> condition)
      throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (condition.test(answer)) {
          return answer;
        }
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError("not in time: " + uri);
  }

  /** For the user of the training image too. */
  private void writeData() throws IOException {
    Path mnist = Files.createDirectories(directory.resolve("data/mnist"));
    for (Map.Entry<String, byte[]> file : TinyMnist.files().entrySet()) {
      Files.write(mnist.resolve(file.getKey()), file.getValue());
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }
}
