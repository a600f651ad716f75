package io.spikelet.runtime.image;

import java.io.ByteArrayOutputStream;

/**
 * A GIF file (version 89a), up to the end of its first frame. The reader is shown that frame alone,
 * without the comments and applications' blocks in front of it. The frame lies on a canvas that is
 * transparent where nothing covers it, and that grows where a frame is larger than it.
 *
 * @param place of the frame on its canvas
 * @param transparent number of the colour that is transparent; negative: none
 * @param frame where the descriptor of the frame begins
 * @param data where the frame's data begin, with the size of a code
 * @param end behind the data
 */
record GifFile(FileBytes bytes, CanvasPlace place, int transparent, int frame, int data, int end)
    implements PictureFile {

  private static final int HEADER = 13;
  private static final int DESCRIPTOR = 10;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int HAS_TABLE = 0x80;
  private static final int NONE = -1;

  static GifFile of(byte[] file) {
    FileBytes bytes = FileBytes.littleEndian(file);
    int transparent = NONE;
    int at = HEADER + tableBytes(bytes.one(10));
    while (bytes.one(at) == EXTENSION) {
      if (bytes.one(at + 1L) == CONTROL) {
        transparent = (bytes.one(at + 3L) & 1) == 1 ? bytes.one(at + 6L) : NONE;
      }
      at = endOfBlocks(bytes, at + 2);
    }
    if (bytes.one(at) != IMAGE) {
      throw ImageFormatException.damaged(PictureFormat.GIF);
    }
    int data = at + DESCRIPTOR + tableBytes(bytes.one(at + 9L));
    return new GifFile(
        bytes, place(bytes, at), transparent, at, data, endOfBlocks(bytes, data + 1));
  }

  private static CanvasPlace place(FileBytes bytes, int at) {
    CanvasPlace place =
        new CanvasPlace(
            bytes.two(6),
            bytes.two(8),
            bytes.two(at + 1L),
            bytes.two(at + 3L),
            bytes.two(at + 5L),
            bytes.two(at + 7L));
    if (place.width() < 1 || place.height() < 1) {
      throw ImageFormatException.damaged(PictureFormat.GIF);
    }
    return place;
  }

  private static int tableBytes(int flags) {
    return (flags & HAS_TABLE) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Behind the block of no length that ends blocks, or the end of the file. */
  private static int endOfBlocks(FileBytes bytes, int from) {
    int at = from;
    while (bytes.one(at) != 0) {
      at += 1 + bytes.one(at);
    }
    return Math.min(at + 1, bytes.length());
  }

  @Override
  public PictureFormat format() {
    return PictureFormat.GIF;
  }

  @Override
  public int width() {
    return place.canvasWidth();
  }

  @Override
  public int height() {
    return place.canvasHeight();
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  /** What the reader is shown is a copy. */
  @Override
  public long workingBytes() {
    return bytes.length();
  }

  @Override
  public Image decode(int step) {
    return place.onCanvas(
        step,
        sampling -> AwtPixels.of(ForeignReader.picture(PictureFormat.GIF, essence(), sampling)));
  }

  private byte[] essence() {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(end - frame + 1024);
    int start = HEADER + tableBytes(bytes.one(10));
    copy(copy, 0, start);
    if (transparent >= 0) {
      copy.writeBytes(new byte[] {EXTENSION, (byte) CONTROL, 4, 1, 0, 0, (byte) transparent, 0});
    }
    copy(copy, frame, end);
    copy.write(TRAILER);
    return copy.toByteArray();
  }

  private void copy(ByteArrayOutputStream copy, int from, int to) {
    FileBytes part = bytes.part(from, (long) to - from);
    copy.write(part.file(), part.from(), part.length());
  }
}
