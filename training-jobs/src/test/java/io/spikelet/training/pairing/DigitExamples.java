package io.spikelet.training.pairing;

import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small sounds of digits and images to pair them with. */
public final class DigitExamples {

  /** Names of the classes. */
  public static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private static final int IMAGES = 40;
  private static final int PIXELS = 28 * 28;

  private DigitExamples() {}

  /** Writes the training part of a data set of noise, with four images of each digit. */
  public static void writeImages(Path directory) throws IOException {
    byte[] pixels = new byte[IMAGES * PIXELS];
    new Random(1).nextBytes(pixels);
    ByteBuffer images = ByteBuffer.allocate(16 + pixels.length);
    images.putInt(0x803).putInt(IMAGES).putInt(28).putInt(28).put(pixels);
    Files.write(directory.resolve("train-images-idx3-ubyte"), images.array());
    ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES).putInt(0x801).putInt(IMAGES);
    IntStream.range(0, IMAGES).forEach(i -> labels.put((byte) (i % 10)));
    Files.write(directory.resolve("train-labels-idx1-ubyte"), labels.array());
  }

  /**
   * Four sounds of three digits, the first and the third of the same, each digit with its own half
   * of the channels or frames.
   */
  public static Batch batch(int channels, int frames, int step) {
    int[] labels = {1, 2, 1, 3};
    float[] values = new float[4 * channels * frames];
    for (int i = 0; i < values.length; i++) {
      int y = i / frames % channels;
      int x = i % frames;
      boolean loud =
          switch (labels[i / (channels * frames)]) {
            case 1 -> y < channels / 2;
            case 2 -> x < frames / 2;
            default -> (x + y) % 2 == 0;
          };
      values[i] = loud ? 0.8f : 0.05f;
    }
    return new Batch(
        TensorMemory.tensor(values, 4, 1, channels, frames),
        labels,
        new int[] {0, 1, 2, 3},
        step,
        0,
        0.002);
  }
}
