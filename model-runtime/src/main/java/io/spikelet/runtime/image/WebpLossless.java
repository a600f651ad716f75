package io.spikelet.runtime.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decodes lossless WebP pictures (RFC 9649, section 3). Written for pictures from strangers: each
 * transform occurs once at most, codes take memory in proportion to the file, and every line asks
 * whether somebody still waits.
 */
final class WebpLossless {

  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;
  private static final int MOST_CACHE_BITS = 11;
  private static final int CACHE_FACTOR = 0x1E35A7BD;
  private static final int NEAR = 120;

  /** Symbols of all codes that may be kept beside those of one group, by the bytes of a file. */
  private static final int SYMBOLS_PER_BYTE = 8;

  private static final int SYMBOLS_FREE = 16 << 10;

  /** Steps across and up to the pixels in the neighbourhood, the nearest first. */
  private static final List<Near> NEIGHBOURS =
      IntStream.rangeClosed(0, 7)
          .boxed()
          .flatMap(up -> IntStream.rangeClosed(-7, 8).mapToObj(left -> new Near(left, up)))
          .filter(near -> near.up() > 0 || near.left() > 0)
          .sorted(
              Comparator.comparingInt(Near::squared)
                  .thenComparingInt(near -> Math.abs(near.left()))
                  .thenComparingInt(near -> -near.left()))
          .toList();

  private final BitReader bits;
  private long symbolsLeft;

  private WebpLossless(FileBytes data) {
    this.bits = new BitReader(data);
    this.symbolsLeft = SYMBOLS_FREE + (long) SYMBOLS_PER_BYTE * data.length();
  }

  private record Near(int left, int up) {
    int squared() {
      return left * left + up * up;
    }
  }

  /** Bytes that decoding takes: pixels, those of the transforms, and codes. */
  static long workingBytes(long pixels, long fileBytes) {
    return 5 * pixels + 2 * (SYMBOLS_FREE + SYMBOLS_PER_BYTE * fileBytes) + (1 << 16);
  }

  /**
   * Decodes what stands behind the header.
   *
   * @return alpha, red, green, blue in one number each, {@code [height, width]}
   * @throws ImageFormatException if it is damaged
   */
  static int[] decode(FileBytes data, int width, int height) {
    return new WebpLossless(data).decode(width, height);
  }

  private int[] decode(int width, int height) {
    List<WebpTransform> transforms = new ArrayList<>();
    Set<WebpTransform.Kind> kinds = EnumSet.noneOf(WebpTransform.Kind.class);
    int packed = width;
    while (bits.flag()) {
      WebpTransform.Kind kind = WebpTransform.Kind.numbered(bits.read(2));
      if (!kinds.add(kind)) {
        throw ImageFormatException.damaged(PictureFormat.WEBP);
      }
      WebpTransform transform = transform(kind, packed, height);
      packed = transform.packedWidth();
      transforms.add(transform);
    }
    int[] argb = new int[Math.multiplyExact(width, height)];
    readPixels(argb, packed, height, true);
    for (WebpTransform transform : transforms.reversed()) {
      transform.undo(argb, height);
    }
    return argb;
  }

  private WebpTransform transform(WebpTransform.Kind kind, int width, int height) {
    return switch (kind) {
      case PREDICTOR, COLOUR -> {
        int sizeBits = bits.read(3) + 2;
        int[] blocks = subImage(blocks(width, sizeBits), blocks(height, sizeBits));
        yield new WebpTransform(kind, width, sizeBits, blocks);
      }
      case SUBTRACT_GREEN -> new WebpTransform(kind, width, 0, new int[0]);
      case COLOUR_INDEXING -> {
        int[] table = subImage(bits.read(Byte.SIZE) + 1, 1);
        for (int i = 1; i < table.length; i++) {
          table[i] = WebpTransform.sum(table[i], table[i - 1]);
        }
        int size = table.length;
        yield new WebpTransform(
            kind, width, size <= 2 ? 3 : size <= 4 ? 2 : size <= 16 ? 1 : 0, table);
      }
    };
  }

  private static int blocks(int side, int sizeBits) {
    return Math.ceilDiv(side, 1 << sizeBits);
  }

  private int[] subImage(int width, int height) {
    int[] argb = new int[width * height];
    readPixels(argb, width, height, false);
    return argb;
  }

  /** The codes of one group. */
  private record Group(
      WebpPrefixCode green,
      WebpPrefixCode red,
      WebpPrefixCode blue,
      WebpPrefixCode alpha,
      WebpPrefixCode distance) {
    int symbols() {
      return Stream.of(green, red, blue, alpha, distance).mapToInt(WebpPrefixCode::symbols).sum();
    }
  }

  /** Which group of codes holds for which block of pixels. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Groups(Group[] groups, int[] ofBlock, int sizeBits, int blocksAcross) {
    Group at(int x, int y) {
      return ofBlock.length == 0
          ? groups[0]
          : groups[ofBlock[(y >> sizeBits) * blocksAcross + (x >> sizeBits)]];
    }

    /** Whether the pixel is the first of a block in its line. */
    boolean mayChange(int x) {
      return (x & ((1 << sizeBits) - 1)) == 0;
    }
  }

  private void readPixels(int[] argb, int width, int height, boolean main) {
    int cacheBits = bits.flag() ? bits.read(4) : 0;
    if (cacheBits > MOST_CACHE_BITS) {
      throw ImageFormatException.damaged(PictureFormat.WEBP);
    }
    Groups groups =
        main && bits.flag()
            ? readGroups(width, height, cacheBits)
            : new Groups(new Group[] {readGroup(cacheBits, true)}, new int[0], 0, 0);
    new Pixels(argb, width, width * height, groups, cacheBits).read();
  }

  private Groups readGroups(int width, int height, int cacheBits) {
    int sizeBits = bits.read(3) + 2;
    int across = blocks(width, sizeBits);
    int[] ofBlock = subImage(across, blocks(height, sizeBits));
    boolean[] used = new boolean[1 << 16];
    int count = 0;
    for (int i = 0; i < ofBlock.length; i++) {
      ofBlock[i] = (ofBlock[i] >> Byte.SIZE) & 0xFFFF;
      used[ofBlock[i]] = true;
      count = Math.max(count, ofBlock[i] + 1);
    }
    Group[] groups = new Group[count];
    for (int i = 0; i < count; i++) {
      DecodingStoppedException.stopIfInterrupted();
      Group group = readGroup(cacheBits, used[i]);
      groups[i] = used[i] ? group : groups[0];
    }
    return new Groups(groups, ofBlock, sizeBits, across);
  }

  private Group readGroup(int cacheBits, boolean kept) {
    int cached = cacheBits == 0 ? 0 : 1 << cacheBits;
    Group group =
        new Group(
            WebpPrefixCode.read(bits, LITERALS + LENGTHS + cached),
            WebpPrefixCode.read(bits, LITERALS),
            WebpPrefixCode.read(bits, LITERALS),
            WebpPrefixCode.read(bits, LITERALS),
            WebpPrefixCode.read(bits, DISTANCES));
    symbolsLeft -= kept ? group.symbols() : 0;
    if (symbolsLeft < 0) {
      throw new ImageFormatException("The WebP picture has more codes than its size allows.");
    }
    return group;
  }

  /** Pixels as they come: written out, copied from before, or from the cache. */
  private final class Pixels {
    private final int[] argb;
    private final int width;
    private final int end;
    private final Groups groups;
    private final int[] cache;
    private final int cacheShift;

    Pixels(int[] argb, int width, int end, Groups groups, int cacheBits) {
      this.argb = argb;
      this.width = width;
      this.end = end;
      this.groups = groups;
      this.cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
      this.cacheShift = Integer.SIZE - cacheBits;
    }

    void read() {
      int at = 0;
      int x = 0;
      int y = 0;
      Group group = groups.at(0, 0);
      while (at < end) {
        if (groups.mayChange(x)) {
          group = groups.at(x, y);
        }
        int before = at;
        at = next(group, at);
        x += at - before;
        if (x >= width) {
          DecodingStoppedException.stopIfInterrupted();
          y += x / width;
          x %= width;
          group = at < end ? groups.at(x, y) : group;
        } else if (at - before > 1) {
          group = groups.at(x, y);
        }
      }
    }

    private int next(Group group, int at) {
      int symbol = group.green().next(bits);
      if (symbol < LITERALS) {
        int red = group.red().next(bits);
        int blue = group.blue().next(bits);
        int alpha = group.alpha().next(bits);
        put(at, (alpha << 24) | (red << 16) | (symbol << 8) | blue);
        return at + 1;
      }
      if (symbol < LITERALS + LENGTHS) {
        return copy(at, value(symbol - LITERALS), distance(value(group.distance().next(bits))));
      }
      put(at, cache[symbol - LITERALS - LENGTHS]);
      return at + 1;
    }

    private int copy(int at, int length, int distance) {
      if (distance > at || length > end - at) {
        throw ImageFormatException.damaged(PictureFormat.WEBP);
      }
      for (int i = at; i < at + length; i++) {
        put(i, argb[i - distance]);
      }
      return at + length;
    }

    private void put(int at, int pixel) {
      argb[at] = pixel;
      if (cache.length > 0) {
        cache[(pixel * CACHE_FACTOR) >>> cacheShift] = pixel;
      }
    }

    private int value(int prefix) {
      if (prefix < 4) {
        return prefix + 1;
      }
      int extra = (prefix - 2) >> 1;
      return ((2 + (prefix & 1)) << extra) + bits.read(extra) + 1;
    }

    private int distance(int value) {
      if (value > NEAR) {
        return value - NEAR;
      }
      Near near = NEIGHBOURS.get(value - 1);
      return Math.max(1, near.up() * width + near.left());
    }
  }
}
