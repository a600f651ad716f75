package io.spikelet.training.dataset;

import io.spikelet.runtime.image.BilinearResize;
import java.util.OptionalInt;

/**
 * What happens to a data set's pictures before a network sees them: cut, then resize with
 * antialiasing on 8-bit levels (half-pixel centres, rounded to 8 bits, as the published
 * preprocessing does), and during training perhaps mirror and shift at random.
 *
 * @param crop which part is kept
 * @param side side of the square picture in the end; empty: no resizing
 * @param mirrored whether training sees each picture left-right mirrored with probability 1/2
 * @param shift by how many pixels at most training sees each picture shifted in each direction
 */
public record Preprocessing(Crop crop, OptionalInt side, boolean mirrored, int shift) {

  private static final int FACE = 148;
  private static final int FACE_SIDE = 64;

  /** Checks side and shift. */
  public Preprocessing {
    if (side.isPresent() && (side.getAsInt() < 1 || side.getAsInt() > 4096)) {
      throw new IllegalArgumentException("side must be 1 to 4096, not " + side.getAsInt());
    }
    if (shift < 0) {
      throw new IllegalArgumentException("shift must be 0 or more, not " + shift);
    }
  }

  /**
   * The published preprocessing of a data set for a model of {@code side} pixels. Digits, clothes
   * and letters: resized; CIFAR-10: mirrored; CelebA: centre crop of 148, mirrored; own pictures:
   * largest centred square; sounds' cochleagrams: as they are.
   */
  public static Preprocessing of(DatasetName name, int side) {
    OptionalInt size = OptionalInt.of(side);
    return switch (name) {
      case MNIST, FASHION_MNIST, KMNIST, EMNIST_LETTERS ->
          new Preprocessing(new Crop.Whole(), size, false, 0);
      case CIFAR10 -> new Preprocessing(new Crop.Whole(), size, true, 0);
      case CELEBA -> new Preprocessing(new Crop.Centre(FACE), size, true, 0);
      case IMAGES -> new Preprocessing(new Crop.LargestSquare(), size, false, 0);
      case FSDD, TI46 -> asStored(name);
    };
  }

  /** Nothing is changed; faces are brought to 64x64, since as stored they would not fit. */
  public static Preprocessing asStored(DatasetName name) {
    return switch (name) {
      case CELEBA -> of(name, FACE_SIDE);
      case CIFAR10 -> new Preprocessing(new Crop.Whole(), OptionalInt.empty(), true, 0);
      case MNIST, FASHION_MNIST, KMNIST, EMNIST_LETTERS, IMAGES, FSDD, TI46 ->
          new Preprocessing(new Crop.Whole(), OptionalInt.empty(), false, 0);
    };
  }

  /** The same with random shifts during training, black moving in from the border. */
  public Preprocessing withShift(int pixels) {
    return new Preprocessing(crop, side, mirrored, pixels);
  }

  /** The picture cut and resized; {@code what} names it should it be too small. */
  Picture apply(Picture picture, String what) {
    Picture cut =
        switch (crop) {
          case Crop.Whole() -> picture;
          case Crop.Centre(int square) -> centre(picture, square, what);
          case Crop.LargestSquare() ->
              centre(picture, Math.min(picture.height(), picture.width()), what);
        };
    return side.isPresent() ? resized(cut, side.getAsInt()) : cut;
  }

  private static Picture centre(Picture picture, int square, String what) {
    if (picture.height() < square || picture.width() < square) {
      throw new DatasetException(
          what, "at least %dx%d pixels".formatted(square, square), picture.sizeText());
    }
    return picture.cropped(
        middle(picture.height(), square), middle(picture.width(), square), square, square);
  }

  /** Half a pixel goes to the even side, as in the published code. */
  private static int middle(int length, int square) {
    return (int) Math.rint((length - square) / 2.0);
  }

  private static Picture resized(Picture picture, int side) {
    if (picture.height() == side && picture.width() == side) {
      return picture;
    }
    byte[] pixels =
        new BilinearResize(picture.height(), picture.width(), side, side)
            .resize(picture.pixels(), picture.channels());
    return new Picture(picture.channels(), side, side, pixels);
  }
}
