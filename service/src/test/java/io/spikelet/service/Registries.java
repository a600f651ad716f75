package io.spikelet.service;

import io.spikelet.runtime.generator.TestPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Registries for tests. */
final class Registries {
  private static final String SHARED = copy();

  private Registries() {}

  /** The URI of a copy of the test packages that nobody changes. */
  static String shared() {
    return SHARED;
  }

  /** The URI of a copy of its own. */
  static String copy() {
    try {
      return TestPackages.uriIn(Files.createTempDirectory("spikelet-registry"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory of a URI that {@link #copy} gave. */
  static Path directory(String uri) {
    return Path.of(uri.substring("oci-layout:".length()));
  }

  /** Flips one bit of the largest blob: a graph's weights. */
  static void flipOneBit(String uri) {
    try (var blobs = Files.list(directory(uri).resolve("blobs/sha256"))) {
      Path largest =
          blobs.max(java.util.Comparator.comparingLong(p -> p.toFile().length())).orElseThrow();
      byte[] content = Files.readAllBytes(largest);
      content[content.length / 2] ^= 1;
      Files.write(largest, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
