package io.spikelet.runtime.image;

import java.nio.ByteOrder;
import java.util.List;

/**
 * How a camera was held (Exif 2.32, tag 0x0112): where the first row and the first column of the
 * stored picture belong. The constants stand in the order of their numbers, 1 to 8.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  /** To be turned clockwise by a quarter. */
  QUARTER_LEFT(true, true, false),
  TRANSVERSED(true, true, true),
  /** To be turned anticlockwise by a quarter. */
  QUARTER_RIGHT(true, false, true);

  private static final List<Orientation> NUMBERED = List.of(values());

  /** First exchange rows and columns; then mirror across, and down. */
  private final boolean transposes;

  private final boolean mirrorsAcross;
  private final boolean mirrorsDown;

  Orientation(boolean transposes, boolean mirrorsAcross, boolean mirrorsDown) {
    this.transposes = transposes;
    this.mirrorsAcross = mirrorsAcross;
    this.mirrorsDown = mirrorsDown;
  }

  /** That of a number; upright for all but 1 to 8, as viewers do. */
  static Orientation numbered(long number) {
    return number >= 1 && number <= NUMBERED.size() ? NUMBERED.get((int) number - 1) : UPRIGHT;
  }

  /** That of an Exif block, which is a TIFF directory; upright where it cannot be read. */
  static Orientation ofExif(FileBytes block) {
    FileBytes tiff = block.startsWith("Exif\0\0") ? block.part(6, block.length()) : block;
    return TiffDirectory.first(tiff.in(ByteOrder.BIG_ENDIAN))
        .map(TiffDirectory::orientation)
        .orElse(UPRIGHT);
  }

  /** The picture as it was seen. */
  Image upright(Image stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = transposes ? stored.height() : stored.width();
    int height = transposes ? stored.width() : stored.height();
    byte[] from = stored.levels();
    byte[] turned = new byte[from.length];
    for (int row = 0; row < stored.channels() * height; row++) {
      int plane = row / height * height * width;
      int y = row % height;
      for (int x = 0; x < width; x++) {
        turned[plane + y * width + x] = from[plane + source(x, y, width, height)];
      }
    }
    return Image.owning(stored.channels(), height, width, turned, stored.range());
  }

  private int source(int x, int y, int width, int height) {
    int across = mirrorsAcross ? width - 1 - x : x;
    int down = mirrorsDown ? height - 1 - y : y;
    return transposes ? across * height + down : down * width + across;
  }
}
