package io.spikelet.training.dataset;

import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;

/**
 * Turns pictures of a set into floats, batch by batch, in a buffer that the caller owns.
 *
 * <p>A level becomes {@link ValueRange#fromByte} of it; in [-1, 1] that is the published {@code 2 *
 * (level / 255) - 1} to the bit. Safe for use by several threads that fill different buffers.
 */
public final class BatchFiller {

  private static final int DRAWS = 3;

  private final ImageSet set;
  private final float[] scale = new float[256];
  private final boolean mirrored;
  private final int shift;
  private final long seed;
  private volatile Draws draws = new Draws(-1, new float[0]);

  /** Random numbers of one epoch, three for each picture of the set. */
  private record Draws(long epoch, float[] uniforms) {}

  private BatchFiller(ImageSet set, ValueRange range, boolean mirrored, int shift, long seed) {
    this.set = set;
    this.mirrored = mirrored;
    this.shift = shift;
    this.seed = seed;
    for (int level = 0; level < scale.length; level++) {
      scale[level] = range.fromByte(level);
    }
  }

  /** For measuring: every picture as it is. */
  public static BatchFiller plain(ImageSet set, ValueRange range) {
    return new BatchFiller(set, range, false, 0, 0);
  }

  /** For training: mirrors and shifts pictures at random if the preprocessing says so. */
  public static BatchFiller training(
      ImageSet set, ValueRange range, Preprocessing preprocessing, long seed) {
    return new BatchFiller(set, range, preprocessing.mirrored(), preprocessing.shift(), seed);
  }

  /** Floats of one picture. */
  public int pixelCount() {
    return set.pixelCount();
  }

  /**
   * Writes the pictures {@code order[from] .. order[from + count - 1]}, {@code [count, C, H, W]}.
   *
   * @param epoch from 0; decides with the seed how each picture is changed, whatever its place in
   *     the order
   * @param target at least {@code count * pixelCount()} floats, filled from the beginning
   */
  public void fill(int[] order, int from, int count, long epoch, float[] target) {
    for (int i = 0; i < count; i++) {
      int index = order[from + i];
      if (mirrored || shift > 0) {
        copyChanged(index, draws(epoch), target, i * set.pixelCount());
      } else {
        copy(set.pixels(index), target, i * set.pixelCount());
      }
    }
  }

  /** Writes the labels of the same pictures. */
  public void labels(int[] order, int from, int count, int[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = set.label(order[from + i]);
    }
  }

  private float[] draws(long epoch) {
    Draws current = draws;
    if (current.epoch() != epoch) {
      RandomStream stream = RandomStream.of(new ImageSeed(seed, epoch));
      int count = Math.multiplyExact(DRAWS, set.size());
      current = new Draws(epoch, stream.uniforms(RandomStream.Purpose.AUGMENTATION, count));
      draws = current;
    }
    return current.uniforms();
  }

  private void copy(byte[] pixels, float[] target, int offset) {
    for (int i = 0; i < pixels.length; i++) {
      target[offset + i] = scale[Byte.toUnsignedInt(pixels[i])];
    }
  }

  private void copyChanged(int index, float[] uniforms, float[] target, int offset) {
    boolean mirror = mirrored && uniforms[DRAWS * index] < 0.5f;
    int down = shift(uniforms[DRAWS * index + 1]);
    int right = shift(uniforms[DRAWS * index + 2]);
    byte[] pixels = set.pixels(index);
    int plane = set.height() * set.width();
    for (int c = 0; c < set.channels(); c++) {
      for (int i = 0; i < plane; i++) {
        int y = i / set.width() - down;
        int x = i % set.width() - right;
        int column = mirror ? set.width() - 1 - x : x;
        boolean inside = y >= 0 && y < set.height() && x >= 0 && x < set.width();
        int level = inside ? pixels[c * plane + y * set.width() + column] & 0xff : 0;
        target[offset + c * plane + i] = scale[level];
      }
    }
  }

  /** A whole number from -shift to shift, each equally likely. */
  private int shift(float uniform) {
    return (int) (uniform * (2 * shift + 1)) - shift;
  }
}
