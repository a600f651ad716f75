package io.spikelet.runtime.image;

/**
 * What the markers of a JPEG file say, up to the first end of an image: read in one pass over the
 * file, without decoding. What stands in an application's segment (a preview with markers of its
 * own) or behind the end (a phone's film) is not looked at.
 *
 * @param pixels of the frame; 0 if there is none
 * @param components of a pixel
 * @param progressive whether all coefficients are kept until the last scan
 * @param scans passes over all pixels
 */
record JpegFrame(long pixels, int components, boolean progressive, int scans) {

  private static final int MARKER = 0xFF;
  private static final int TEMPORARY = 0x01;
  private static final int FIRST_RESTART = 0xD0;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int FIRST_FRAME = 0xC0;
  private static final int LAST_FRAME = 0xCF;

  /** Reads the markers of a file that begins like a JPEG; as far as they go. */
  static JpegFrame of(byte[] file) {
    long pixels = 0;
    int components = 0;
    boolean progressive = false;
    int scans = 0;
    int at = nextMarker(file, 0);
    while (at >= 0) {
      int marker = at(file, at);
      at++;
      if (marker == END) {
        break;
      }
      if (hasSegment(marker)) {
        if (isFrame(marker)) {
          pixels = (long) two(file, at + 3) * two(file, at + 5);
          components = at(file, at + 7);
          progressive = marker % 4 == 2;
        }
        scans += marker == SCAN ? 1 : 0;
        at += Math.max(2, two(file, at));
      }
      at = nextMarker(file, at);
    }
    return new JpegFrame(pixels, components, progressive, scans);
  }

  /** Of all but the four that share the range of frames with tables. */
  private static boolean isFrame(int marker) {
    return marker >= FIRST_FRAME
        && marker <= LAST_FRAME
        && marker != 0xC4
        && marker != 0xC8
        && marker != 0xCC;
  }

  private static boolean hasSegment(int marker) {
    return marker != TEMPORARY && (marker < FIRST_RESTART || marker > START);
  }

  /** Where the code of the next marker stands, beyond the data of a scan; negative: nowhere. */
  private static int nextMarker(byte[] file, int from) {
    for (int i = from; i + 1 < file.length; i++) {
      int code = at(file, i + 1);
      // A zero behind it: a byte of data. Another 0xFF: filling.
      if (at(file, i) == MARKER && code != 0 && code != MARKER) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int two(byte[] file, int i) {
    return at(file, i) << Byte.SIZE | at(file, i + 1);
  }

  private static int at(byte[] file, int i) {
    return i < file.length ? Byte.toUnsignedInt(file[i]) : 0;
  }
}
