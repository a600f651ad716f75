package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.ModelRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Small complete packages with random weights, for tests of everything that uses packages: {@code
 * esvae:tiny} (also {@code esvae:latest}; 32x32, 8 time steps, 16 latent neurons, all
 * capabilities), {@code fsvae:tiny} (also {@code latest}; the same sizes, 5 alternatives a latent
 * neuron), {@code spiking-diffusion:tiny} (also {@code latest}; 16x16, 4 time steps, 4x4 positions
 * of 9 codes), {@code ann-vae:tiny} (also {@code latest}; 32x32, latent size 8), {@code
 * spiking-autoencoder:tiny} (also {@code latest}; 8x8, 6 time steps, 5 latent neurons), {@code
 * audiocoder:tiny} (also {@code latest}; 6 channels of 8 frames to 8x8, 7 time steps, 5 latent
 * neurons), {@code ann-autoencoder:tiny} (also {@code latest}; 28x28, 12 hidden neurons), {@code
 * ann-audiocoder:tiny} (also {@code latest}; 6 channels of 8 frames, the decoder of that
 * autoencoder), {@code spiking-gan:tiny} and {@code ann-gan:tiny} (also {@code latest}; 8x8, 5
 * inputs, 3 labels), {@code classifier:tiny} (also {@code latest}; 28x28, 10 labels), {@code
 * ttfs-classifier:tiny} (also {@code latest}; 28x28, 16 hidden neurons, 10 labels) and {@code
 * frechet-autoencoder:tiny} (also {@code latest}; 32x32, 6 features).
 *
 * <p>Written by the exporters; a test of theirs holds them together and can write them anew.
 */
public final class TestPackages {

  /** The autoencoder. */
  public static final ModelRef ESVAE = ModelRef.parse("esvae:tiny");

  /** The autoencoder with autoregressive latent spikes. */
  public static final ModelRef FSVAE = ModelRef.parse("fsvae:tiny");

  /** The model that draws code maps by unmasking them. */
  public static final ModelRef SPIKING_DIFFUSION = ModelRef.parse("spiking-diffusion:tiny");

  /** The ordinary variational autoencoder. */
  public static final ModelRef ANN_VAE = ModelRef.parse("ann-vae:tiny");

  /** The autoencoder whose input and output are spikes. */
  public static final ModelRef SPIKING_AUTOENCODER = ModelRef.parse("spiking-autoencoder:tiny");

  /** The model that listens. */
  public static final ModelRef AUDIOCODER = ModelRef.parse("audiocoder:tiny");

  /** The autoencoder of sigmoid neurons. */
  public static final ModelRef ANN_AUTOENCODER = ModelRef.parse("ann-autoencoder:tiny");

  /** The audiocoder of sigmoid neurons. */
  public static final ModelRef ANN_AUDIOCODER = ModelRef.parse("ann-audiocoder:tiny");

  /** The ordinary GAN, which draws by label: zero, One or two. */
  public static final ModelRef ANN_GAN = ModelRef.parse("ann-gan:tiny");

  public static final ModelRef SPIKING_GAN = ModelRef.parse("spiking-gan:tiny");

  /** The classifier. */
  public static final ModelRef CLASSIFIER = ModelRef.parse("classifier:tiny");

  /** The classifier of first spikes. */
  public static final ModelRef TTFS_CLASSIFIER = ModelRef.parse("ttfs-classifier:tiny");

  /** The feature extractor. */
  public static final ModelRef FRECHET_AUTOENCODER = ModelRef.parse("frechet-autoencoder:tiny");

  private static final String RESOURCE = "/packages";

  private TestPackages() {}

  /** The autoencoder's package. */
  public static ModelPackage esvae() {
    return pull(ESVAE);
  }

  /** The ordinary variational autoencoder's package. */
  public static ModelPackage annVae() {
    return pull(ANN_VAE);
  }

  /** The classifier's package. */
  public static ModelPackage classifier() {
    return pull(CLASSIFIER);
  }

  /** A package of the test registry. */
  public static ModelPackage pull(ModelRef ref) {
    try {
      Path directory = Files.createTempDirectory("spikelet-packages");
      try {
        return registryIn(directory).pull(ref);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the test registry into an empty directory, where a test may change it, and opens it. */
  public static ModelRegistry registryIn(Path directory) {
    return ModelRegistry.open(uriIn(directory));
  }

  /** As {@link #registryIn}, giving the registry's URI. */
  public static String uriIn(Path directory) {
    try {
      URL resource = Objects.requireNonNull(TestPackages.class.getResource(RESOURCE));
      URI uri = resource.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          copy(jar.getPath(RESOURCE), directory);
        }
      } else {
        copy(Path.of(uri), directory);
      }
      return "oci-layout:" + directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      List<Path> deepestFirst = files.toList().reversed();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
