package io.spikelet.runtime.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads pictures from outside with ImageIO; trusts nothing they say about themselves. */
final class ImageDecoder {

  // Each scan of a progressive JPEG costs a pass over all pixels; real ones have about ten.
  private static final int MAX_JPEG_SCANS = 100;

  private enum Format {
    PNG,
    JPEG,
    GIF,
    BMP
  }

  private ImageDecoder() {}

  static boolean recognises(byte[] body) {
    return sniff(body).isPresent();
  }

  static Image decode(byte[] body, DecodeLimits limits) {
    if (body.length == 0) {
      throw new ImageFormatException("The picture is empty.");
    }
    if (body.length > limits.maxBytes()) {
      throw new ImageFormatException(
          "The picture has %d bytes; at most %d are read."
              .formatted(body.length, limits.maxBytes()));
    }
    Format format =
        sniff(body)
            .orElseThrow(
                () ->
                    new ImageFormatException(
                        "This is not a picture that can be read: it begins like neither PNG, JPEG,"
                            + " GIF nor BMP."));
    if (format == Format.JPEG) {
      requireFewScans(body);
    }
    return read(format, body, limits);
  }

  /** The format that the first bytes tell. */
  private static Optional<Format> sniff(byte[] body) {
    if (startsWith(body, PngCodec.SIGNATURE)) {
      return Optional.of(Format.PNG);
    }
    if (startsWith(body, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})) {
      return Optional.of(Format.JPEG);
    }
    if (startsWith(body, ascii("GIF87a")) || startsWith(body, ascii("GIF89a"))) {
      return Optional.of(Format.GIF);
    }
    if (startsWith(body, ascii("BM"))) {
      return Optional.of(Format.BMP);
    }
    return Optional.empty();
  }

  private static Image read(Format format, byte[] body, DecodeLimits limits) {
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
    // A cache in memory: the default one would write every request to a temporary file.
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(body))) {
      reader.setInput(stream, true, true);
      requireSize(format, reader.getWidth(0), reader.getHeight(0), limits);
      return AwtPixels.of(readPixels(reader, format));
    } catch (IOException | RuntimeException e) {
      if (e instanceof ImageFormatException refused) {
        throw refused;
      }
      // ImageIO's readers also throw unchecked exceptions at damaged data.
      throw new ImageFormatException(
          "The " + format + " picture is damaged, cut short or of a kind that is not read.", e);
    } finally {
      reader.dispose();
    }
  }

  private static void requireSize(Format format, int width, int height, DecodeLimits limits) {
    if (width < 1 || height < 1 || width > limits.maxSide() || height > limits.maxSide()) {
      throw new ImageFormatException(
          "The %s picture claims to be %d x %d pixels; sides may be from 1 to %d."
              .formatted(format, width, height, limits.maxSide()));
    }
  }

  private static BufferedImage readPixels(ImageReader reader, Format format) throws IOException {
    // The JPEG reader fills up what is missing and only warns.
    String[] warning = new String[1];
    reader.addIIOReadWarningListener((_, text) -> warning[0] = text);
    BufferedImage image = reader.read(0);
    if (warning[0] != null && format == Format.JPEG) {
      throw new IIOException(warning[0]);
    }
    return image;
  }

  private static void requireFewScans(byte[] jpeg) {
    int scans = 0;
    for (int i = 0; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xDA) {
        scans++;
      }
    }
    if (scans > MAX_JPEG_SCANS) {
      throw new ImageFormatException(
          "The JPEG picture has " + scans + " scans; at most " + MAX_JPEG_SCANS + " are read.");
    }
  }

  private static boolean startsWith(byte[] body, byte[] prefix) {
    return body.length >= prefix.length
        && Arrays.equals(body, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
