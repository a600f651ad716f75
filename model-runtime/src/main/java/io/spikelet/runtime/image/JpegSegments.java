package io.spikelet.runtime.image;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B), in one pass. Filling in front of markers and
 * bytes that belong to nothing are passed over, as viewers do.
 */
final class JpegSegments {

  /** An application's segment, of which cameras use this one. */
  static final int EXIF = 0xE1;

  static final int ADOBE = 0xEE;
  static final int JFIF = 0xE0;
  static final int HUFFMAN_TABLES = 0xC4;
  static final int RESTART_INTERVAL = 0xDD;
  static final int QUANTISATION_TABLES = 0xDB;
  static final int SCAN = 0xDA;
  static final int MARKER = 0xFF;
  static final int START = 0xD8;
  static final int END = 0xD9;

  private static final int FIRST_FRAME = 0xC0;
  private static final int LAST_FRAME = 0xCF;
  private static final int ARITHMETIC_CONDITIONS = 0xCC;
  private static final int EXTENSION = 0xC8;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;
  private static final int FIRST_SEGMENT = 0xC0;
  private static final int COMMENT = 0xFE;

  private JpegSegments() {}

  /** Told of each segment, in their order. */
  interface Visitor {
    /**
     * A segment without picture data.
     *
     * @param data behind the segment's length
     */
    void segment(int marker, FileBytes data);

    /**
     * A scan.
     *
     * @param header behind its length
     * @param data up to the next marker, restarts among it
     */
    void scan(FileBytes header, FileBytes data);
  }

  /**
   * Visits all segments up to the first end of an image.
   *
   * @return whether there is that end
   */
  static boolean visit(FileBytes file, Visitor visitor) {
    int at = nextMarker(file, 2);
    while (at >= 0) {
      int marker = file.one(at);
      at++;
      if (marker == END) {
        return true;
      }
      if (hasSegment(marker)) {
        int length = Math.max(2, file.two(at));
        FileBytes data = file.part(at + 2L, length - 2L);
        at += length;
        if (marker == SCAN) {
          int end = endOfScan(file, at);
          visitor.scan(data, file.part(at, (long) end - at));
          at = end;
        } else {
          visitor.segment(marker, data);
        }
      }
      at = nextMarker(file, at);
    }
    return false;
  }

  /** Of all but the four that share the range of frames with tables. */
  static boolean isFrame(int marker) {
    return marker >= FIRST_FRAME
        && marker <= LAST_FRAME
        && marker != HUFFMAN_TABLES
        && marker != EXTENSION
        && marker != ARITHMETIC_CONDITIONS;
  }

  private static boolean hasSegment(int marker) {
    return marker >= FIRST_SEGMENT
        && marker <= COMMENT
        && (marker < FIRST_RESTART || marker > START);
  }

  /** Where the code of the next marker stands; negative: nowhere. */
  private static int nextMarker(FileBytes file, int from) {
    for (int i = from; i + 1 < file.length(); i++) {
      int code = file.one(i + 1);
      // A zero behind it: a byte of data. Another 0xFF: filling.
      if (file.one(i) == MARKER && code != 0 && code != MARKER) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Where the data of a scan end: at the next marker that is no restart, or with the file. */
  private static int endOfScan(FileBytes file, int from) {
    int code = nextMarker(file, from);
    while (code >= 0 && !endsScan(file.one(code))) {
      code = nextMarker(file, code + 1);
    }
    return code < 0 ? file.length() : code - 1;
  }

  private static boolean endsScan(int marker) {
    return marker >= FIRST_SEGMENT && (marker < FIRST_RESTART || marker > LAST_RESTART);
  }
}
