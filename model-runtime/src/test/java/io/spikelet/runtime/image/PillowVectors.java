package io.spikelet.runtime.image;

import io.spikelet.runtime.npy.NpyArray;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Test resources written by {@code make_vectors.py}, which stands beside them. */
final class PillowVectors {

  private final Map<String, NpyArray> arrays = new HashMap<>();

  PillowVectors() {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file("pillow.npz")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName(), NpyArray.parse(zip.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NpyArray array(String name) {
    NpyArray array = arrays.get(name + ".npy");
    if (array == null) {
      throw new IllegalArgumentException("no array " + name);
    }
    return array;
  }

  /** An array {@code [height, width, channels]} as {@code [channels, height, width]}. */
  byte[] planes(String name) {
    return planes(array(name).bytes(), array(name).shape()[2]);
  }

  static byte[] planes(byte[] hwc, int channels) {
    int plane = hwc.length / channels;
    byte[] chw = new byte[hwc.length];
    for (int i = 0; i < hwc.length; i++) {
      chw[i % channels * plane + i / channels] = hwc[i];
    }
    return chw;
  }

  static byte[] file(String name) {
    try (InputStream stream = PillowVectors.class.getResourceAsStream("/image/" + name)) {
      if (stream == null) {
        throw new NoSuchFileException(name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
