package io.spikelet.deployment.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;

/** A data set in MNIST's format, four files with few pictures: a white bar somewhere on black. */
final class TinyMnist {

  private static final int SIDE = 28;
  private static final int BAR_WIDTH = 3;
  private static final int BAR_HEIGHT = 8;

  private TinyMnist() {}

  /** The files, by name. */
  static Map<String, byte[]> files() {
    return Map.of(
        "train-images-idx3-ubyte", images(64),
        "train-labels-idx1-ubyte", labels(64),
        "t10k-images-idx3-ubyte", images(32),
        "t10k-labels-idx1-ubyte", labels(32));
  }

  private static byte[] images(int count) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header(0x803, count, SIDE, SIDE));
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      bytes.writeBytes(bar(random.nextInt(SIDE - BAR_WIDTH), random.nextInt(SIDE - BAR_HEIGHT)));
    }
    return bytes.toByteArray();
  }

  private static byte[] bar(int left, int top) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int y = top; y < top + BAR_HEIGHT; y++) {
      for (int x = left; x < left + BAR_WIDTH; x++) {
        pixels[y * SIDE + x] = (byte) 255;
      }
    }
    return pixels;
  }

  private static byte[] labels(int count) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header(0x801, count));
    for (int i = 0; i < count; i++) {
      bytes.write(i % 10);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(int... numbers) {
    ByteBuffer header = ByteBuffer.allocate(4 * numbers.length);
    for (int number : numbers) {
      header.putInt(number);
    }
    return header.array();
  }
}
