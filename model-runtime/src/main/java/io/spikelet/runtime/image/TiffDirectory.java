package io.spikelet.runtime.image;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first directory of a TIFF file or an Exif block, read in one pass (TIFF 6.0, section 2).
 * Others are not looked for, so none can lead back to one that was read.
 */
final class TiffDirectory {

  private static final int ORIENTATION = 274;

  /** Of a tag whose first value alone is asked for. */
  private static final int MOST_FEW = 16;

  private static final int HEADER = 8;
  private static final int ENTRY = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final FileBytes file;

  /** Where the entry of a tag stands: of the first, if there are several. */
  private final Map<Integer, Long> entries;

  private TiffDirectory(FileBytes file, Map<Integer, Long> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** The directory, unless the file is none of a TIFF or ends before it. */
  static Optional<TiffDirectory> first(FileBytes bytes) {
    boolean little = bytes.startsWith("II*\0");
    if (!little && !bytes.startsWith("MM\0*")) {
      return Optional.empty();
    }
    FileBytes file = bytes.in(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long at = file.four(4);
    int count = file.two(at);
    if (at < HEADER || !file.has(at + 2, (long) ENTRY * count)) {
      return Optional.empty();
    }
    Map<Integer, Long> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      long entry = at + 2 + (long) ENTRY * i;
      entries.putIfAbsent(file.two(entry), entry);
    }
    return Optional.of(new TiffDirectory(file, entries));
  }

  FileBytes file() {
    return file;
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** The values of a tag of whole numbers; none if it is absent, of another type or outside. */
  long[] values(int tag, int most) {
    Long entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    int size = size(file.two(entry + 2));
    long count = file.four(entry + 4);
    long at = count * size <= 4 ? entry + 8 : file.four(entry + 8);
    if (size == 0 || count > most || !file.has(at, count * size)) {
      return new long[0];
    }
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(at + (long) i * size, size);
    }
    return values;
  }

  /** The first value of a tag, or the default where it has none. */
  long first(int tag, long byDefault) {
    long[] values = values(tag, MOST_FEW);
    return values.length == 0 ? byDefault : values[0];
  }

  Orientation orientation() {
    return Orientation.numbered(first(ORIENTATION, 1));
  }

  private static int size(int type) {
    return switch (type) {
      case BYTE -> 1;
      case SHORT -> 2;
      case LONG -> 4;
      default -> 0;
    };
  }

  private long value(long at, int size) {
    return switch (size) {
      case 1 -> file.one(at);
      case 2 -> file.two(at);
      default -> file.four(at);
    };
  }
}
