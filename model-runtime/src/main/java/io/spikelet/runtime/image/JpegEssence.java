package io.spikelet.runtime.image;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * Writes those segments of a JPEG file again that its pixels need. Frames of films leave out their
 * Huffman tables: they mean the usual ones (ITU-T T.81, annex K.3), which are put in.
 */
final class JpegEssence implements JpegSegments.Visitor {

  /** Class of a table in the first half of a byte, number in the second. */
  private static final int AC = 0x10;

  private final ByteArrayOutputStream out;
  private final Set<Integer> tables = new HashSet<>();
  private final boolean usualTables;
  private boolean begun;

  /**
   * @param out where the file is written to
   */
  JpegEssence(ByteArrayOutputStream out, JpegFrame frame) {
    this.out = out;
    this.usualTables = !frame.progressive();
    marker(JpegSegments.START);
  }

  @Override
  public void segment(int marker, FileBytes data) {
    if (marker == JpegSegments.HUFFMAN_TABLES) {
      note(data);
    }
    if (JpegSegments.isFrame(marker)
        || marker == JpegSegments.HUFFMAN_TABLES
        || marker == JpegSegments.QUANTISATION_TABLES
        || marker == JpegSegments.RESTART_INTERVAL) {
      write(marker, data);
    }
  }

  @Override
  public void scan(FileBytes header, FileBytes data) {
    if (!begun && usualTables) {
      put(0, JPEGHuffmanTable.StdDCLuminance);
      put(1, JPEGHuffmanTable.StdDCChrominance);
      put(AC, JPEGHuffmanTable.StdACLuminance);
      put(AC | 1, JPEGHuffmanTable.StdACChrominance);
    }
    begun = true;
    write(JpegSegments.SCAN, header);
    out.write(data.file(), data.from(), data.length());
  }

  /** Ends the file. */
  byte[] toByteArray() {
    marker(JpegSegments.END);
    return out.toByteArray();
  }

  private void note(FileBytes data) {
    int at = 0;
    while (at < data.length()) {
      tables.add(data.one(at));
      int values = 0;
      for (int i = 1; i <= 16; i++) {
        values += data.one((long) at + i);
      }
      at += 17 + values;
    }
  }

  private void put(int table, JPEGHuffmanTable usual) {
    if (tables.contains(table)) {
      return;
    }
    short[] lengths = usual.getLengths();
    short[] values = usual.getValues();
    byte[] data = new byte[17 + values.length];
    data[0] = (byte) table;
    for (int i = 0; i < lengths.length; i++) {
      data[1 + i] = (byte) lengths[i];
    }
    for (int i = 0; i < values.length; i++) {
      data[17 + i] = (byte) values[i];
    }
    write(JpegSegments.HUFFMAN_TABLES, FileBytes.bigEndian(data));
  }

  private void write(int marker, FileBytes data) {
    marker(marker);
    int length = data.length() + 2;
    out.write(length >> 8);
    out.write(length);
    out.write(data.file(), data.from(), data.length());
  }

  private void marker(int code) {
    out.write(JpegSegments.MARKER);
    out.write(code);
  }
}
