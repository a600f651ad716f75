package io.spikelet.training.pairing;

import io.spikelet.training.dataset.ImageSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Images of one level each, of 28x28 pixels; classes in turn. */
public record StillImages(int[] levels, int classes) implements ImageSet {

  @Override
  public int size() {
    return levels.length;
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return 28;
  }

  @Override
  public int width() {
    return 28;
  }

  @Override
  public int label(int index) {
    return index % classes;
  }

  @Override
  public byte[] pixels(int index) {
    byte[] pixels = new byte[pixelCount()];
    Arrays.fill(pixels, (byte) levels[index]);
    return pixels;
  }

  @Override
  public List<String> labels() {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public String digest() {
    return "sha256:none";
  }
}
