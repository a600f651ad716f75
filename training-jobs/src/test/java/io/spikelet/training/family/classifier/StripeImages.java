package io.spikelet.training.family.classifier;

import io.spikelet.training.dataset.ImageSet;
import java.util.List;

/** Pictures of 12x12 with one bright row on dark noise; the class is the third it lies in. */
record StripeImages(int size) implements ImageSet {

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return 12;
  }

  @Override
  public int width() {
    return 12;
  }

  @Override
  public int label(int index) {
    return index % 12 / 4;
  }

  @Override
  public byte[] pixels(int index) {
    byte[] pixels = new byte[144];
    for (int i = 0; i < 144; i++) {
      boolean bright = i / 12 == index % 12;
      pixels[i] = (byte) (bright ? 200 : (i * 31 + index * 17) % 60);
    }
    return pixels;
  }

  @Override
  public List<String> labels() {
    return List.of("top", "middle", "bottom");
  }

  @Override
  public String digest() {
    return "sha256:none";
  }
}
