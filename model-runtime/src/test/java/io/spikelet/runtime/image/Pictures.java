package io.spikelet.runtime.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Files of pictures, put together by hand. */
final class Pictures {

  private Pictures() {}

  /** A PNG file of one chunk of data. */
  static byte[] png(
      int width, int height, int depth, int colourType, byte[] scanLines, byte[]... chunks) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) colourType)
            .array();
    return joined(
        PngCodec.SIGNATURE,
        chunk("IHDR", header),
        joined(chunks),
        chunk("IDAT", deflated(scanLines)),
        chunk("IEND"));
  }

  /** A chunk of a PNG file. */
  static byte[] chunk(String type, byte... data) {
    byte[] body = joined(latin(type), data);
    CRC32 checksum = new CRC32();
    checksum.update(body);
    return joined(bigEndian(data.length), body, bigEndian((int) checksum.getValue()));
  }

  /** A segment of a JPEG file. */
  static byte[] segment(int marker, byte... data) {
    int length = data.length + 2;
    return joined(bytes(0xFF, marker, length >> 8, length), data);
  }

  /** An Exif block that says how the camera was held. */
  static byte[] exif(ByteOrder order, int orientation) {
    boolean little = order == ByteOrder.LITTLE_ENDIAN;
    return ByteBuffer.allocate(26)
        .order(order)
        .put(latin(little ? "II" : "MM"))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  /** A chunk of a RIFF file, padded to an even length. */
  static byte[] riffChunk(String type, byte... data) {
    return joined(latin(type), littleEndian(data.length), data, new byte[data.length % 2]);
  }

  static byte[] webp(byte[]... chunks) {
    byte[] all = joined(chunks);
    return joined(latin("RIFF"), littleEndian(all.length + 4), latin("WEBP"), all);
  }

  static byte[] deflated(byte[] data) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  /** With something put in. */
  static byte[] inserted(byte[] file, int at, byte[] more) {
    return joined(Arrays.copyOf(file, at), more, Arrays.copyOfRange(file, at, file.length));
  }

  /** The same again and again. */
  static byte[] repeated(byte[] part, int times) {
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  static byte[] bigEndian(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
