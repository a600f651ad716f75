package io.spikelet.runtime.image;

import java.util.Arrays;

/**
 * Where the pixels of a TIFF picture stand: in strips of so many rows, or in tiles.
 *
 * @param partWidth pixels across of a strip or tile
 * @param partHeight pixels down of a strip or tile
 * @param planes one for all samples, or one for each
 * @param partBytes of a strip or tile, unpacked
 * @param offsets of the parts in the file
 * @param counts bytes of the parts
 */
@SuppressWarnings("ArrayRecordComponent")
record TiffLayout(
    int width,
    int height,
    boolean tiled,
    int compression,
    int partWidth,
    int partHeight,
    int planes,
    long partBytes,
    long[] offsets,
    long[] counts) {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_COUNTS = 279;
  private static final int PLANAR = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_COUNTS = 325;

  private static final int SEPARATE = 2;
  private static final int MOST_PARTS = 1 << 17;
  private static final int MOST_PART_SIDE = 1 << 16;
  private static final long MOST_PART_BYTES = 1 << 29;

  static TiffLayout of(TiffDirectory directory, int samples, int bits) {
    int width = side(directory, WIDTH, 0);
    int height = side(directory, HEIGHT, 0);
    boolean tiled = directory.has(TILE_OFFSETS);
    int partWidth = tiled ? side(directory, TILE_WIDTH, 0) : width;
    int partHeight =
        tiled
            ? side(directory, TILE_HEIGHT, 0)
            : Math.min(height, side(directory, ROWS_PER_STRIP, Integer.MAX_VALUE));
    if (width < 1 || height < 1 || !isSide(partWidth) || !isSide(partHeight)) {
      throw ImageFormatException.damaged(PictureFormat.TIFF);
    }
    int planes = directory.first(PLANAR, 1) == SEPARATE ? samples : 1;
    long rowBytes = Math.ceilDiv((long) partWidth * (samples / planes) * bits, Byte.SIZE);
    TiffLayout layout =
        new TiffLayout(
            width,
            height,
            tiled,
            compression(directory),
            partWidth,
            partHeight,
            planes,
            rowBytes * partHeight,
            directory.values(tiled ? TILE_OFFSETS : STRIP_OFFSETS, MOST_PARTS),
            directory.values(tiled ? TILE_COUNTS : STRIP_COUNTS, MOST_PARTS));
    layout.requireInside(directory.file());
    return layout;
  }

  /** Tiles may be larger than the picture, so its limits are none for them. */
  private static boolean isSide(int pixels) {
    return pixels >= 1 && pixels <= MOST_PART_SIDE;
  }

  private static int side(TiffDirectory directory, int tag, long byDefault) {
    return (int) Math.min(Integer.MAX_VALUE, directory.first(tag, byDefault));
  }

  private static int compression(TiffDirectory directory) {
    int compression = (int) directory.first(COMPRESSION, 1);
    switch (compression) {
      case 1, 2, 3, 4, 5, 8, 32_773, 32_946 -> {}
      default ->
          throw new ImageFormatException(
              "The TIFF picture has compression %d; none, CCITT, LZW, PackBits and Deflate are read."
                  .formatted(compression));
    }
    return compression;
  }

  /** Each part within the file, and all of them together no larger than it. */
  private void requireInside(FileBytes file) {
    long parts =
        planes * Math.ceilDiv((long) width, partWidth) * Math.ceilDiv((long) height, partHeight);
    boolean inside =
        partBytes <= MOST_PART_BYTES && offsets.length >= parts && counts.length >= parts;
    for (int i = 0; inside && i < parts; i++) {
      inside = file.has(offsets[i], counts[i]);
    }
    if (!inside || Arrays.stream(counts).limit(parts).sum() > file.length()) {
      throw ImageFormatException.damaged(PictureFormat.TIFF);
    }
  }

  /** A part as it is stored, twice as it is unpacked. */
  long workingBytes() {
    return Arrays.stream(counts).max().orElse(0)
        + 2 * partBytes
        + (long) Long.BYTES * 4 * offsets.length;
  }

  void write(TiffWriter writer) {
    writer.longs(WIDTH, width);
    writer.longs(HEIGHT, height);
    writer.shorts(COMPRESSION, compression);
    writer.longs(tiled ? TILE_OFFSETS : STRIP_OFFSETS, offsets);
    writer.longs(tiled ? TILE_COUNTS : STRIP_COUNTS, counts);
    writer.shorts(PLANAR, planes > 1 ? SEPARATE : 1);
    if (tiled) {
      writer.longs(TILE_WIDTH, partWidth);
      writer.longs(TILE_HEIGHT, partHeight);
    } else {
      writer.longs(ROWS_PER_STRIP, partHeight);
    }
  }
}
