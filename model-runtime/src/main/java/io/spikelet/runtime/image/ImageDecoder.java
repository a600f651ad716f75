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
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads pictures from outside with ImageIO; trusts nothing they say about themselves. */
final class ImageDecoder {

  /** Real pictures have about ten. */
  private static final int MAX_JPEG_SCANS = 100;

  /** Each scan of a progressive JPEG costs a pass over all pixels: some five seconds of a core. */
  private static final long MAX_JPEG_WORK = 200_000_000;

  /** Pictures of more pixels are thinned out while they are read. */
  private static final int MOST_PIXELS = 1 << 20;

  /**
   * Bytes for each pixel that is kept: up to four channels of two bytes as they are read, the same
   * again as they are converted, and as they are brought into a model's form.
   */
  private static final int BYTES_PER_PIXEL = 16;

  /** Bytes for each pixel of a line, of which readers hold several, with up to eight bytes each. */
  private static final int BYTES_PER_LINE_PIXEL = 64;

  private static final int READER_BYTES = 256 << 10;

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
    return open(
        body,
        limits,
        (reader, format, size) -> AwtPixels.of(readPixels(reader, format, size.step())));
  }

  static DecodeCost cost(byte[] body, DecodeLimits limits) {
    return open(body, limits, (reader, format, size) -> cost(body, format, size));
  }

  /** A picture's sides, and which of its pixels are read: every so many-th, across and down. */
  private record Size(int width, int height) {
    long pixels() {
      return (long) width * height;
    }

    int step() {
      return (int) Math.ceil(Math.sqrt((double) pixels() / MOST_PIXELS));
    }

    long kept() {
      return Math.ceilDiv((long) width, step()) * Math.ceilDiv((long) height, step());
    }
  }

  private static DecodeCost cost(byte[] body, Format format, Size size) {
    long bytes =
        READER_BYTES + size.kept() * BYTES_PER_PIXEL + (long) size.width() * BYTES_PER_LINE_PIXEL;
    return switch (format) {
      case JPEG -> {
        JpegFrame frame = JpegFrame.of(body);
        long coefficients = frame.progressive() ? 2 * size.pixels() * frame.components() : 0;
        yield new DecodeCost(bytes + coefficients, size.pixels() * Math.max(1, frame.scans()));
      }
      // Run lengths are unpacked as a whole.
      case BMP -> new DecodeCost(bytes + 2 * size.pixels(), size.pixels());
      case GIF, PNG -> new DecodeCost(bytes, size.pixels());
    };
  }

  private static Format format(byte[] body, DecodeLimits limits) {
    if (body.length == 0) {
      throw new ImageFormatException("The picture is empty.");
    }
    if (body.length > limits.maxBytes()) {
      throw new ImageFormatException(
          "The picture has %d bytes; at most %d are read."
              .formatted(body.length, limits.maxBytes()));
    }
    return sniff(body)
        .orElseThrow(
            () ->
                new ImageFormatException(
                    "This is not a picture that can be read: it begins like neither PNG, JPEG,"
                        + " GIF nor BMP."));
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

  private interface Reading<T> {
    T of(ImageReader reader, Format format, Size size) throws IOException;
  }

  private static <T> T open(byte[] body, DecodeLimits limits, Reading<T> reading) {
    Format format = format(body, limits);
    if (format == Format.JPEG) {
      requireFewScans(JpegFrame.of(body));
    }
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
    // A cache in memory: the default one would write every request to a temporary file.
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(body))) {
      reader.setInput(stream, true, true);
      Size size = new Size(reader.getWidth(0), reader.getHeight(0));
      requireSize(format, size.width(), size.height(), limits);
      return reading.of(reader, format, size);
    } catch (IOException | RuntimeException e) {
      rethrowWhatIsNotThePictures(e);
      // ImageIO's readers also throw unchecked exceptions at damaged data.
      throw new ImageFormatException(
          "The " + format + " picture is damaged, cut short or of a kind that is not read.", e);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Some readers wrap whatever is thrown, a lack of memory too, as if it were the picture's fault.
   */
  private static void rethrowWhatIsNotThePictures(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case Error error -> throw error;
        case DecodingStoppedException stopped -> throw stopped;
        case ImageFormatException refused -> throw refused;
        default -> {}
      }
    }
  }

  private static void requireSize(Format format, int width, int height, DecodeLimits limits) {
    if (width < 1 || height < 1 || width > limits.maxSide() || height > limits.maxSide()) {
      throw new ImageFormatException(
          "The %s picture claims to be %d x %d pixels; sides may be from 1 to %d."
              .formatted(format, width, height, limits.maxSide()));
    }
  }

  private static BufferedImage readPixels(ImageReader reader, Format format, int step)
      throws IOException {
    // The JPEG reader fills up what is missing and only warns.
    String[] warning = new String[1];
    reader.addIIOReadWarningListener((_, text) -> warning[0] = text);
    reader.addIIOReadProgressListener(new StopWhenInterrupted());
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(step, step, 0, 0);
    BufferedImage image = reader.read(0, parameters);
    if (warning[0] != null && format == Format.JPEG) {
      throw new IIOException(warning[0]);
    }
    return image;
  }

  private static void requireFewScans(JpegFrame jpeg) {
    if (jpeg.scans() > MAX_JPEG_SCANS) {
      throw new ImageFormatException(
          "The JPEG picture has %d scans; at most %d are read."
              .formatted(jpeg.scans(), MAX_JPEG_SCANS));
    }
    if (jpeg.pixels() * jpeg.scans() > MAX_JPEG_WORK) {
      throw new ImageFormatException(
          "The JPEG picture has %d scans of %d pixels; at most %d pixels are read, all scans together."
              .formatted(jpeg.scans(), jpeg.pixels(), MAX_JPEG_WORK));
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
