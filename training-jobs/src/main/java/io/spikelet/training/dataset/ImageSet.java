package io.spikelet.training.dataset;

import java.util.List;

/**
 * Labelled pictures of one size, in memory, in a fixed order. Safe for use by several threads.
 *
 * <p>A picture is {@code channels * height * width} bytes, {@code [C, H, W]} row-major, each an
 * unsigned level from 0 (black) to 255.
 */
public interface ImageSet {

  /** The label of a picture that has none. */
  int NO_LABEL = -1;

  /** How many pictures there are. */
  int size();

  /** 1 for grey, 3 for red, green, blue. */
  int channels();

  /** Rows of a picture. */
  int height();

  /** Columns of a picture. */
  int width();

  /** The class of picture {@code index}, from 0, or {@link #NO_LABEL}. */
  int label(int index);

  /** The levels of picture {@code index}, {@code [C, H, W]}. Not copied: read only. */
  byte[] pixels(int index);

  /** The names of the classes in the order of the labels; empty when there are none. */
  List<String> labels();

  /**
   * {@code sha256:<hex>} over the pictures as stored, before any resizing, and their labels, in
   * order: the same data in another container (gzip or not, folder or zip) has the same digest.
   */
  String digest();

  /** Bytes of one picture. */
  default int pixelCount() {
    return channels() * height() * width();
  }
}
