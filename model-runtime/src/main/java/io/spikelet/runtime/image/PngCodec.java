package io.spikelet.runtime.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Pictures to PNG, and PNG, JPEG, GIF, BMP, TIFF or WebP to pictures.
 *
 * <p>Written directly, since ImageIO takes several times as long for a picture of 32 x 32. The
 * pixels of the file are the same everywhere; its bytes are the same for every run of the same
 * build of Java, whose zlib compresses them.
 */
public final class PngCodec {

  static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private static final int BIT_DEPTH = 8;

  private PngCodec() {}

  /** The picture as a PNG file of 8 bits per channel, without any text or time in it. */
  public static byte[] encode(Image image) {
    ByteArrayOutputStream file = new ByteArrayOutputStream(1024);
    file.writeBytes(SIGNATURE);
    writeChunk(file, "IHDR", header(image));
    writeChunk(file, "IDAT", deflate(scanLines(image)));
    writeChunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  /** As {@link #decode(byte[], DecodeLimits)} with the default limits. */
  public static Image decode(byte[] body) {
    return decode(body, DecodeLimits.DEFAULT);
  }

  /**
   * Reads a picture. Its format is taken from its content. Size is checked before pixels are read.
   *
   * @return 1 to 4 channels of 8-bit levels in [0, 1]; colour profiles are ignored, of an animation
   *     the first picture is taken; upright, however the camera was held
   * @throws ImageFormatException if it is empty, too large, of another format or damaged
   */
  public static Image decode(byte[] body, DecodeLimits limits) {
    return ImageDecoder.decode(body, limits);
  }

  /** Whether a file begins like one of the formats that are read; it may be damaged behind that. */
  public static boolean recognises(byte[] body) {
    return ImageDecoder.recognises(body);
  }

  private static byte[] header(Image image) {
    return ByteBuffer.allocate(13)
        .putInt(image.width())
        .putInt(image.height())
        .put((byte) BIT_DEPTH)
        .put(colourType(image.channels()))
        .array();
  }

  private static byte colourType(int channels) {
    return switch (channels) {
      case 1 -> 0;
      case 2 -> 4;
      case 3 -> 2;
      default -> 6;
    };
  }

  /** Each line begins with its filter; 0 is none, which suits small pictures with flat grounds. */
  private static byte[] scanLines(Image image) {
    byte[] pixels = image.toHwcBytes();
    int line = image.width() * image.channels();
    byte[] lines = new byte[Math.multiplyExact(line + 1, image.height())];
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(pixels, y * line, lines, y * (line + 1) + 1, line);
    }
    return lines;
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(data.length / 2 + 64);
      byte[] buffer = new byte[Math.min(data.length + 64, 1 << 16)];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void writeChunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] chunk =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 checksum = new CRC32();
    checksum.update(chunk);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(chunk);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }
}
