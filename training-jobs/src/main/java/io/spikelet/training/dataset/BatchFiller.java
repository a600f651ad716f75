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

  private final ImageSet set;
  private final float[] scale = new float[256];
  private final boolean mirrored;
  private final long seed;
  private volatile Mirrors mirrors = new Mirrors(-1, new float[0]);

  /** The draws of one epoch, one for each picture of the set. */
  private record Mirrors(long epoch, float[] uniforms) {}

  private BatchFiller(ImageSet set, ValueRange range, boolean mirrored, long seed) {
    this.set = set;
    this.mirrored = mirrored;
    this.seed = seed;
    for (int level = 0; level < scale.length; level++) {
      scale[level] = range.fromByte(level);
    }
  }

  /** For measuring: every picture as it is. */
  public static BatchFiller plain(ImageSet set, ValueRange range) {
    return new BatchFiller(set, range, false, 0);
  }

  /** For training: mirrors half of the pictures if the preprocessing says so. */
  public static BatchFiller training(
      ImageSet set, ValueRange range, Preprocessing preprocessing, long seed) {
    return new BatchFiller(set, range, preprocessing.mirrored(), seed);
  }

  /** Floats of one picture. */
  public int pixelCount() {
    return set.pixelCount();
  }

  /**
   * Writes the pictures {@code order[from] .. order[from + count - 1]}, {@code [count, C, H, W]}.
   *
   * @param epoch from 0; decides with the seed which pictures are mirrored, whatever their place in
   *     the order
   * @param target at least {@code count * pixelCount()} floats, filled from the beginning
   */
  public void fill(int[] order, int from, int count, long epoch, float[] target) {
    for (int i = 0; i < count; i++) {
      int index = order[from + i];
      byte[] pixels = set.pixels(index);
      int offset = i * pixels.length;
      if (mirrored && mirrors(epoch)[index] < 0.5f) {
        copyMirrored(pixels, target, offset);
      } else {
        copy(pixels, target, offset);
      }
    }
  }

  /** Writes the labels of the same pictures. */
  public void labels(int[] order, int from, int count, int[] target) {
    for (int i = 0; i < count; i++) {
      target[i] = set.label(order[from + i]);
    }
  }

  private float[] mirrors(long epoch) {
    Mirrors current = mirrors;
    if (current.epoch() != epoch) {
      current =
          new Mirrors(
              epoch,
              RandomStream.of(new ImageSeed(seed, epoch))
                  .uniforms(RandomStream.Purpose.AUGMENTATION, set.size()));
      mirrors = current;
    }
    return current.uniforms();
  }

  private void copy(byte[] pixels, float[] target, int offset) {
    for (int i = 0; i < pixels.length; i++) {
      target[offset + i] = scale[Byte.toUnsignedInt(pixels[i])];
    }
  }

  private void copyMirrored(byte[] pixels, float[] target, int offset) {
    int width = set.width();
    for (int row = 0; row < pixels.length; row += width) {
      for (int x = 0; x < width; x++) {
        target[offset + row + x] = scale[Byte.toUnsignedInt(pixels[row + width - 1 - x])];
      }
    }
  }
}
