package io.spikelet.training.evaluation;

import io.spikelet.training.dataset.ImageSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Test images of random levels; image i has class i modulo ten. */
record RandomImages(int size, int side) implements ImageSet {

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return side;
  }

  @Override
  public int width() {
    return side;
  }

  @Override
  public int label(int index) {
    return index % 10;
  }

  @Override
  public byte[] pixels(int index) {
    byte[] pixels = new byte[side * side];
    new Random(index).nextBytes(pixels);
    return pixels;
  }

  @Override
  public List<String> labels() {
    return IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  }

  @Override
  public String digest() {
    return "sha256:none";
  }
}
