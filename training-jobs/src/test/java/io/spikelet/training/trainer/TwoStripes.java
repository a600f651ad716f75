package io.spikelet.training.trainer;

import io.spikelet.training.dataset.ImageSet;
import java.util.List;
import java.util.Random;

/** Pictures of 4x4 with two classes in turn: a white row or a white column, on dark noise. */
public final class TwoStripes implements ImageSet {

  private static final int SIDE = 4;

  private final byte[][] pixels;

  /** The first so many. */
  public TwoStripes(int size) {
    Random random = new Random(1);
    pixels = new byte[size][SIDE * SIDE];
    for (int i = 0; i < size; i++) {
      for (int at = 0; at < SIDE * SIDE; at++) {
        int place = i % 2 == 0 ? at / SIDE : at % SIDE;
        pixels[i][at] = (byte) (place == i / 2 % SIDE ? 255 : random.nextInt(60));
      }
    }
  }

  @Override
  public int size() {
    return pixels.length;
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return SIDE;
  }

  @Override
  public int width() {
    return SIDE;
  }

  @Override
  public int label(int index) {
    return index % 2;
  }

  @Override
  public byte[] pixels(int index) {
    return pixels[index];
  }

  @Override
  public List<String> labels() {
    return List.of("row", "column");
  }

  @Override
  public String digest() {
    return "sha256:stripes";
  }
}
