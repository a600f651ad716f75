package io.spikelet.runtime.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The chunks of a RIFF/WAVE file: each is four letters, a 32-bit size and that many bytes, padded
 * to an even number. {@code fmt } says how the samples in {@code data} are stored. RF64 and BW64
 * are the same with a chunk {@code ds64}, which has a 64-bit size of {@code data} in place of one
 * that is {@code 0xFFFFFFFF}.
 *
 * <p>A recorder that writes while it records cannot know a size. What it leaves there, 0 or more
 * than the file has, means all that is there; 0 means no samples where whole chunks follow.
 */
final class RiffWave {

  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FORMAT_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int SUB_FORMAT_AT = 24;
  private static final int LONG_SIZES_BYTES = 16;
  private static final long UNCOUNTED = 0xFFFF_FFFFL;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int A_LAW = 6;
  private static final int MU_LAW = 7;
  private static final int EXTENSIBLE = 0xFFFE;
  // A sub-format's first two bytes are a format tag; the rest is the same for all tags.
  private static final String TAG_GUID = "000000001000800000aa00389b71";

  private final byte[] file;
  private final ByteBuffer bytes;

  private RiffWave(byte[] file) {
    this.file = file;
    this.bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  static StoredSound parse(byte[] file) {
    return new RiffWave(file).parse();
  }

  private StoredSound parse() {
    int format = -1;
    long longSize = UNCOUNTED;
    // A size may be as large as 2^32 - 1.
    for (long at = HEADER; at <= file.length - CHUNK_HEADER; at = next((int) at)) {
      if (SoundDecoder.has(file, (int) at, "data")) {
        return sound(format, samples((int) at, longSize));
      }
      if (SoundDecoder.has(file, (int) at, "ds64")) {
        longSize = longSize((int) at);
      }
      if (SoundDecoder.has(file, (int) at, "fmt ")) {
        format = (int) at;
      }
    }
    throw new SoundFormatException("The WAVE sound is cut short in its header.");
  }

  private long next(int chunk) {
    long size = size(chunk);
    long end = chunk + CHUNK_HEADER + size;
    return end + (size & 1) - (isUnpadded(end) ? size & 1 : 0);
  }

  /** Some writers forget the byte that makes a size even. */
  private boolean isUnpadded(long end) {
    return end < file.length
        && (SoundDecoder.has(file, (int) end, "data") || SoundDecoder.has(file, (int) end, "fmt "));
  }

  private long longSize(int chunk) {
    ByteBuffer sizes = data(chunk);
    long size = sizes.limit() < LONG_SIZES_BYTES ? 0 : sizes.getLong(Long.BYTES);
    // Unsigned: beyond 2^63 it is longer than any file, like 2^32 - 1.
    return size < 0 ? UNCOUNTED : size;
  }

  private ByteBuffer samples(int chunk, long longSize) {
    int start = chunk + CHUNK_HEADER;
    int there = file.length - start;
    long size = size(chunk) == UNCOUNTED ? longSize : size(chunk);
    boolean counted = size > 0 || areChunks(start);
    int length = (int) (counted ? Math.min(size, there) : there);
    return bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether there are whole chunks, or nothing, from here to the end of the file. */
  private boolean areChunks(int start) {
    long at = start;
    while (at <= file.length - CHUNK_HEADER && hasLetters((int) at)) {
      at = next((int) at);
    }
    // The last chunk may lack its padding.
    return at == file.length || at == file.length + 1L;
  }

  private boolean hasLetters(int chunk) {
    for (int i = chunk; i < chunk + 4; i++) {
      if (file[i] < ' ' || file[i] > '~') {
        return false;
      }
    }
    return true;
  }

  private long size(int chunk) {
    return Integer.toUnsignedLong(bytes.getInt(chunk + 4));
  }

  private ByteBuffer data(int chunk) {
    int start = chunk + CHUNK_HEADER;
    int length = (int) Math.min(size(chunk), file.length - start);
    return bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private StoredSound sound(int formatChunk, ByteBuffer data) {
    if (formatChunk < 0) {
      throw new SoundFormatException("The WAVE sound does not say how its samples are stored.");
    }
    ByteBuffer format = data(formatChunk);
    if (format.limit() < FORMAT_BYTES) {
      throw new SoundFormatException(
          "The WAVE sound's format has %d bytes; it must have at least %d."
              .formatted(format.limit(), FORMAT_BYTES));
    }
    SampleEncoding encoding = encoding(tag(format), Short.toUnsignedInt(format.getShort(14)));
    int channels = Short.toUnsignedInt(format.getShort(2));
    requireFrameSize(Short.toUnsignedInt(format.getShort(12)), channels * encoding.bytes());
    return StoredSound.of(data, encoding, channels, Integer.toUnsignedLong(format.getInt(4)));
  }

  private static int tag(ByteBuffer format) {
    int tag = Short.toUnsignedInt(format.getShort(0));
    if (tag != EXTENSIBLE || format.limit() < EXTENSIBLE_BYTES) {
      return tag;
    }
    byte[] guid = new byte[TAG_GUID.length() / 2];
    format.get(SUB_FORMAT_AT + 2, guid);
    return HexFormat.of().formatHex(guid).equals(TAG_GUID)
        ? Short.toUnsignedInt(format.getShort(SUB_FORMAT_AT))
        : tag;
  }

  private static SampleEncoding encoding(int tag, int bits) {
    return switch (tag) {
      case PCM -> integers(bits);
      case FLOAT -> floats(bits);
      case A_LAW -> logarithmic(SampleEncoding.A_LAW, bits);
      case MU_LAW -> logarithmic(SampleEncoding.MU_LAW, bits);
      default ->
          throw new SoundFormatException(
              ("The WAVE sound is stored as %s; read are integers, floats, A-law and mu-law, into"
                      + " which 'ffmpeg -i in.wav -c:a pcm_s16le out.wav' brings it.")
                  .formatted(name(tag)));
    };
  }

  /** Bits stand at the upper end of as many bytes as they need; those below are 0. */
  private static SampleEncoding integers(int bits) {
    if (bits < 8 || bits > 32) {
      throw new SoundFormatException(
          "The WAVE sound has integers of %d bits; 8 to 32 are read.".formatted(bits));
    }
    return switch (Math.ceilDiv(bits, Byte.SIZE)) {
      case 1 -> SampleEncoding.UNSIGNED_8;
      case 2 -> SampleEncoding.SIGNED_16;
      case 3 -> SampleEncoding.SIGNED_24;
      default -> SampleEncoding.SIGNED_32;
    };
  }

  private static SampleEncoding logarithmic(SampleEncoding encoding, int bits) {
    if (bits != 8) {
      throw new SoundFormatException(
          "The WAVE sound has A-law or mu-law of %d bits; 8 are read.".formatted(bits));
    }
    return encoding;
  }

  private static SampleEncoding floats(int bits) {
    return switch (bits) {
      case 32 -> SampleEncoding.FLOAT_32;
      case 64 -> SampleEncoding.FLOAT_64;
      default ->
          throw new SoundFormatException(
              "The WAVE sound has floats of %d bits; 32 and 64 are read.".formatted(bits));
    };
  }

  private static String name(int tag) {
    String name =
        switch (tag) {
          case 0x0002 -> "Microsoft ADPCM";
          case 0x0011 -> "IMA ADPCM";
          case 0x0031 -> "GSM 6.10";
          case 0x0055 -> "MP3";
          case 0x00FF, 0x1610 -> "AAC";
          case EXTENSIBLE -> "an unknown sub-format";
          default -> "an unknown encoding";
        };
    return "%s (format tag 0x%04X)".formatted(name, tag);
  }

  private static void requireFrameSize(int found, int expected) {
    if (found != expected) {
      throw new SoundFormatException(
          "The WAVE sound's header contradicts itself: its frames have %d bytes, its samples %d."
              .formatted(found, expected));
    }
  }
}
