package io.spikelet.runtime.image;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** A TIFF file again, with a directory of its own behind the bytes that were there. */
final class TiffWriter {

  private static final int DIRECTORY_AT = 4;
  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final FileBytes file;
  private final Map<Integer, Entry> entries = new TreeMap<>();

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(int type, long[] values) {
    int bytes() {
      return values.length * (type == SHORT ? 2 : 4);
    }

    void write(ByteBuffer to) {
      for (long value : values) {
        if (type == SHORT) {
          to.putShort((short) value);
        } else {
          to.putInt((int) value);
        }
      }
    }
  }

  TiffWriter(FileBytes file) {
    this.file = file;
  }

  void shorts(int tag, long... values) {
    entries.put(tag, new Entry(SHORT, values));
  }

  void longs(int tag, long... values) {
    entries.put(tag, new Entry(LONG, values));
  }

  byte[] toByteArray() {
    int directory = Math.ceilDiv(file.length(), 4) * 4;
    int values = directory + 2 + ENTRY * entries.size() + 4;
    int size = values + entries.values().stream().mapToInt(entry -> entry.bytes() + 4).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(file.order());
    out.put(file.file(), file.from(), file.length());
    out.putInt(DIRECTORY_AT, directory);
    out.position(directory).putShort((short) entries.size());
    for (Map.Entry<Integer, Entry> entry : entries.entrySet()) {
      values = write(out, entry.getKey(), entry.getValue(), values);
    }
    return out.array();
  }

  /** Few values stand in the entry itself; others where it says. */
  private static int write(ByteBuffer out, int tag, Entry entry, int values) {
    int next = out.position() + ENTRY;
    out.putShort((short) tag).putShort((short) entry.type()).putInt(entry.values().length);
    boolean inside = entry.bytes() <= 4;
    if (!inside) {
      out.putInt(values).position(values);
    }
    entry.write(out);
    out.position(next);
    return inside ? values : values + Math.ceilDiv(entry.bytes(), 4) * 4;
  }
}
