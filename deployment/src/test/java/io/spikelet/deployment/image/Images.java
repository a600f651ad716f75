package io.spikelet.deployment.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The images of the {@code Dockerfile}, built once for all tests from the files that the build has
 * packaged. The images stay in the engine: their layers are the cache of the next run.
 */
final class Images {

  static final Path ROOT = Path.of(System.getProperty("spikelet.root"));
  static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

  private static @Nullable ImageFromDockerfile service;
  private static @Nullable ImageFromDockerfile training;

  private Images() {}

  /** Whether there are the files that images are made of: {@code ./mvnw package} makes them. */
  static boolean packaged() {
    return !jars("service").isEmpty() && !jars("training-jobs").isEmpty();
  }

  /** The image {@code service-prebuilt}. */
  static synchronized ImageFromDockerfile serviceImage() {
    if (service == null) {
      service = service();
    }
    return service;
  }

  /** The image {@code training-prebuilt}. */
  static synchronized ImageFromDockerfile trainingImage() {
    if (training == null) {
      training = training();
    }
    return training;
  }

  private static ImageFromDockerfile service() {
    return image("service-prebuilt", List.of(jar("service")));
  }

  private static ImageFromDockerfile training() {
    Path target = ROOT.resolve("training-jobs/target");
    // The service's jar too: Docker's older builder goes through all stages in front of the target.
    ImageFromDockerfile image =
        image(
            "training-prebuilt",
            List.of(
                jar("service"),
                ROOT.resolve("training-jobs/configs"),
                target.resolve("classpath.txt")));
    Stream.concat(
            Stream.of(jar("training-jobs")), classPath(target.resolve("classpath.txt")).stream())
        .forEach(
            jar -> image.withFileFromPath("training-jobs/target/lib/" + jar.getFileName(), jar));
    return image;
  }

  private static ImageFromDockerfile image(String target, List<Path> files) {
    ImageFromDockerfile image =
        new ImageFromDockerfile("spikelet-test/" + target, false)
            .withTarget(target)
            .withBuildArg("REVISION", REVISION);
    Stream.concat(
            Stream.of("Dockerfile", "LICENSE", "deployment/image", "models").map(ROOT::resolve),
            files.stream())
        .forEach(file -> image.withFileFromPath(ROOT.relativize(file).toString(), file));
    return image;
  }

  private static Path jar(String module) {
    return jars(module).getFirst();
  }

  private static List<Path> jars(String module) {
    Path target = ROOT.resolve(module).resolve("target");
    Pattern name = Pattern.compile(module + "-[^/]*\\.jar");
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> name.matcher(file.getFileName().toString()).matches()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> classPath(Path file) {
    try {
      return Stream.of(Files.readString(file).strip().split(":")).map(Path::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
