package io.spikelet.runtime.image;

/**
 * The frame of a JPEG file (ITU-T T.81, B.2.2).
 *
 * @param progressive whether all coefficients are kept until the last scan
 * @param components of a pixel: 1, 3 or 4
 * @param identifiers of the first three components, one byte each
 * @param coefficientBytes of all coefficients, two bytes each, in whole blocks
 */
record JpegFrame(
    int width,
    int height,
    boolean progressive,
    int components,
    int identifiers,
    long coefficientBytes) {

  private static final int HEADER = 6;
  private static final int COMPONENT = 3;
  private static final int MOST_SAMPLES = 4;
  private static final int BLOCK_SIDE = 8;
  private static final int BLOCK_BYTES = 128;
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int PROGRESSIVE = 0xC2;

  /**
   * Reads a frame's segment.
   *
   * @throws ImageFormatException if it is of a kind that is not read
   */
  static JpegFrame of(int marker, FileBytes data) {
    if (marker != BASELINE && marker != EXTENDED && marker != PROGRESSIVE) {
      throw new ImageFormatException(
          "The JPEG picture is lossless, hierarchical or arithmetically coded; baseline and"
              + " progressive ones with Huffman codes are read.");
    }
    int components = data.one(5);
    if (data.one(0) != Byte.SIZE) {
      throw new ImageFormatException(
          "The JPEG picture has %d bits a sample; 8 are read.".formatted(data.one(0)));
    }
    if (components != 1 && components != 3 && components != 4) {
      throw new ImageFormatException(
          "The JPEG picture has %d components; 1, 3 or 4 are read.".formatted(components));
    }
    if (!data.has(HEADER, (long) COMPONENT * components)) {
      throw ImageFormatException.damaged(PictureFormat.JPEG);
    }
    int width = data.two(3);
    int height = data.two(1);
    return new JpegFrame(
        width,
        height,
        marker == PROGRESSIVE,
        components,
        (data.one(HEADER) << 16) | (data.one(HEADER + 3) << 8) | data.one(HEADER + 6),
        coefficientBytes(width, height, components, data));
  }

  long pixels() {
    return (long) width * height;
  }

  private static long coefficientBytes(int width, int height, int components, FileBytes data) {
    int mostAcross = 1;
    int mostDown = 1;
    for (int i = 0; i < components; i++) {
      int factors = data.one(HEADER + 1 + (long) COMPONENT * i);
      int across = factors >> 4;
      int down = factors & 0xF;
      if (across < 1 || across > MOST_SAMPLES || down < 1 || down > MOST_SAMPLES) {
        throw ImageFormatException.damaged(PictureFormat.JPEG);
      }
      mostAcross = Math.max(mostAcross, across);
      mostDown = Math.max(mostDown, down);
    }
    long unitsAcross = Math.ceilDiv(width, BLOCK_SIDE * mostAcross);
    long unitsDown = Math.ceilDiv(height, BLOCK_SIDE * mostDown);
    long bytes = 0;
    for (int i = 0; i < components; i++) {
      int factors = data.one(HEADER + 1 + (long) COMPONENT * i);
      bytes += unitsAcross * unitsDown * (factors >> 4) * (factors & 0xF) * BLOCK_BYTES;
    }
    return bytes;
  }
}
