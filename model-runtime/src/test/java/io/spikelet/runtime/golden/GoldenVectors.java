package io.spikelet.runtime.golden;

import io.spikelet.runtime.npy.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * One file of golden vectors: named arrays of an {@code .npz}.
 *
 * <p>Read from the directory named by the system property {@code spikelet.golden} (relative to the
 * project's root), or from the test resources when it is absent. Tests take every size from the
 * arrays, so that another set of the same structure can be checked with the same tests.
 */
public final class GoldenVectors {

  private static final String DIRECTORY = "spikelet.golden";
  private static final String ROOT = "spikelet.root";

  private final String name;
  private final Map<String, NpyArray> arrays;

  private GoldenVectors(String name, Map<String, NpyArray> arrays) {
    this.name = name;
    this.arrays = arrays;
  }

  /**
   * Opens {@code <name>.npz}.
   *
   * @throws IllegalStateException if the directory is not one, or has no such file
   */
  public static GoldenVectors open(String name) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(stream(name))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replaceFirst("\\.npy$", ""), NpyArray.parse(zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GoldenVectors(name, arrays);
  }

  /** Whether {@link #open} reads the vectors that are committed here, and no others. */
  public static boolean areTheCommittedOnes() {
    return directory().isEmpty();
  }

  /** The names of all arrays, in file order. */
  public Set<String> names() {
    return arrays.keySet();
  }

  /** The shape of an array. */
  public int[] shape(String array) {
    return array(array).shape();
  }

  /** An array's values, row-major, as floats. */
  public float[] floats(String array) {
    return array(array).floats();
  }

  /** An array's values, row-major, as doubles. */
  public double[] doubles(String array) {
    return array(array).doubles();
  }

  /** The values of an array of whole numbers, row-major. */
  public long[] longs(String array) {
    return array(array).longs();
  }

  /** The only value of an array of one element. */
  public double scalar(String array) {
    return doubles(array)[0];
  }

  private NpyArray array(String array) {
    NpyArray found = arrays.get(array);
    if (found == null) {
      throw new IllegalArgumentException(name + " has no array " + array + ", only " + names());
    }
    return found;
  }

  private static String directory() {
    return System.getProperty(DIRECTORY, "");
  }

  private static InputStream stream(String name) throws IOException {
    if (!areTheCommittedOnes()) {
      return Files.newInputStream(file(name));
    }
    InputStream resource = GoldenVectors.class.getResourceAsStream("/golden/" + name + ".npz");
    if (resource == null) {
      throw new IllegalStateException("There is no test resource /golden/" + name + ".npz.");
    }
    return resource;
  }

  // The working directory of a test is its module's, not where Maven was called.
  private static Path file(String name) {
    Path directory = Path.of(System.getProperty(ROOT, "")).resolve(directory());
    if (!Files.isDirectory(directory)) {
      throw new IllegalStateException(
          "%s is %s, which is no directory; it must be one that holds %s.npz."
              .formatted(DIRECTORY, directory, name));
    }
    Path file = directory.resolve(name + ".npz");
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          "%s is %s, which has no file %s.npz.".formatted(DIRECTORY, directory, name));
    }
    return file;
  }
}
