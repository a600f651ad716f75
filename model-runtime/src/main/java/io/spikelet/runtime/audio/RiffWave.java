package io.spikelet.runtime.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The chunks of a RIFF/WAVE file: each is four letters, a 32-bit size and that many bytes, padded
 * to an even number. {@code fmt } says how the samples in {@code data} are stored.
 */
final class RiffWave {

  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FORMAT_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 40;
  private static final int SUB_FORMAT_AT = 24;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
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
    // A size may be as large as 2^32 - 1.
    for (long at = HEADER; at <= file.length - CHUNK_HEADER; at = next((int) at)) {
      if (SoundDecoder.has(file, (int) at, "data")) {
        return sound(format, data((int) at));
      }
      if (SoundDecoder.has(file, (int) at, "fmt ")) {
        format = (int) at;
      }
    }
    throw new SoundFormatException("The WAVE sound is cut short in its header.");
  }

  private long next(int chunk) {
    long size = size(chunk);
    return chunk + CHUNK_HEADER + size + (size & 1);
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
      default ->
          throw new SoundFormatException(
              "The WAVE sound is stored as %s; only uncompressed integers and floats are read."
                  .formatted(name(tag)));
    };
  }

  private static SampleEncoding integers(int bits) {
    return switch (bits) {
      case 8 -> SampleEncoding.UNSIGNED_8;
      case 16 -> SampleEncoding.SIGNED_16;
      case 24 -> SampleEncoding.SIGNED_24;
      case 32 -> SampleEncoding.SIGNED_32;
      default ->
          throw new SoundFormatException(
              "The WAVE sound has integers of %d bits; 8, 16, 24 and 32 are read.".formatted(bits));
    };
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
          case 0x0006 -> "A-law";
          case 0x0007 -> "mu-law";
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
