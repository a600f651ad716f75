package io.spikelet.runtime.golden;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * One file of golden vectors: named arrays of an {@code .npz}.
 *
 * <p>Read from the directory named by the system property {@code spikelet.golden}, or from the test
 * resources when it is absent. Tests take every size from the arrays, so that another set of the
 * same structure can be checked with the same tests.
 */
public final class GoldenVectors {

  private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([^']+)'");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

  private record Entry(String type, int[] shape, ByteBuffer data) {}

  private final String name;
  private final Map<String, Entry> entries;

  private GoldenVectors(String name, Map<String, Entry> entries) {
    this.name = name;
    this.entries = entries;
  }

  /** Opens {@code <name>.npz}. */
  public static GoldenVectors open(String name) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(stream(name))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName().replaceFirst("\\.npy$", ""), parse(zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GoldenVectors(name, entries);
  }

  /** The names of all arrays, in file order. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** The shape of an array. */
  public int[] shape(String array) {
    return entry(array).shape().clone();
  }

  /** An array's values, row-major, as floats. */
  public float[] floats(String array) {
    Entry entry = entry(array);
    ByteBuffer data = entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[size(entry.shape())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.type()) {
            case "<f4" -> data.getFloat();
            case "<f8" -> (float) data.getDouble();
            case "<i8" -> data.getLong();
            case "|u1", "|b1" -> data.get();
            default -> throw new IllegalArgumentException(array + " is of type " + entry.type());
          };
    }
    return values;
  }

  /** An array's values, row-major, as doubles. */
  public double[] doubles(String array) {
    Entry entry = entry(array);
    if (!entry.type().equals("<f8")) {
      float[] floats = floats(array);
      double[] values = new double[floats.length];
      Arrays.setAll(values, i -> floats[i]);
      return values;
    }
    double[] values = new double[size(entry.shape())];
    entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  /** An integer array's values, row-major. */
  public long[] longs(String array) {
    Entry entry = entry(array);
    if (!entry.type().equals("<i8")) {
      throw new IllegalArgumentException(array + " is of type " + entry.type());
    }
    long[] values = new long[size(entry.shape())];
    entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }

  /** The only value of an array of one element. */
  public double scalar(String array) {
    return doubles(array)[0];
  }

  private Entry entry(String array) {
    Entry entry = entries.get(array);
    if (entry == null) {
      throw new IllegalArgumentException(name + " has no array " + array + ", only " + names());
    }
    return entry;
  }

  private static InputStream stream(String name) throws IOException {
    String directory = System.getProperty("spikelet.golden", "");
    if (!directory.isEmpty()) {
      return Files.newInputStream(Path.of(directory, name + ".npz"));
    }
    InputStream resource = GoldenVectors.class.getResourceAsStream("/golden/" + name + ".npz");
    if (resource == null) {
      throw new FileNotFoundException("no test resource /golden/" + name + ".npz");
    }
    return resource;
  }

  private static Entry parse(byte[] npy) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int headerStart = npy[6] == 1 ? 10 : 12;
    int headerLength =
        npy[6] == 1 ? Short.toUnsignedInt(buffer.getShort(8)) : Math.toIntExact(buffer.getInt(8));
    String header =
        new String(
            new ByteArrayInputStream(npy, headerStart, headerLength).readAllBytes(),
            StandardCharsets.ISO_8859_1);
    Matcher type = DESCRIPTION.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find() || header.contains("'fortran_order': True")) {
      throw new IOException("unreadable header " + header);
    }
    int[] sizes =
        Pattern.compile("[,\\s]+")
            .splitAsStream(shape.group(1))
            .filter(text -> !text.isBlank())
            .mapToInt(Integer::parseInt)
            .toArray();
    int start = headerStart + headerLength;
    return new Entry(type.group(1), sizes, buffer.slice(start, npy.length - start));
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
