package io.spikelet.runtime.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.jspecify.annotations.Nullable;

/**
 * The readers that foreign bytes are given to: those of the JDK itself, and one more. Chosen by the
 * name of their class: whatever else is on the class path is never asked.
 */
final class ForeignReader {

  /** What the JPEG reader says of bytes behind the data of a scan; nothing is missing then. */
  private static final String EXTRANEOUS = "extraneous bytes before marker";

  /** The JPEG reader's own word for a lack of memory. */
  private static final String OUT_OF_MEMORY = "Insufficient memory";

  private final PictureFormat format;
  private @Nullable String warning;

  private ForeignReader(PictureFormat format) {
    this.format = format;
  }

  /** Which pixels are read: every so many-th, from an offset on. */
  record Sampling(int step, int left, int top) {}

  /** Reads the only picture of a file; AWT's picture of it. */
  static BufferedImage picture(PictureFormat format, byte[] file, Sampling sampling) {
    return new ForeignReader(format)
        .read(file, sampling, (reader, parameters) -> reader.read(0, parameters));
  }

  /** Reads the only picture of a file; its samples as they are stored. */
  static Raster samples(PictureFormat format, byte[] file, Sampling sampling) {
    return new ForeignReader(format)
        .read(file, sampling, (reader, parameters) -> reader.readRaster(0, parameters));
  }

  private interface Reading<T> {
    T of(ImageReader reader, ImageReadParam parameters) throws IOException;
  }

  private <T> T read(byte[] file, Sampling sampling, Reading<T> reading) {
    ImageReader reader = open();
    try (PictureStream stream = new PictureStream(file)) {
      // All that a TIFF directory here says is needed for its pixels.
      reader.setInput(stream, true, format != PictureFormat.TIFF);
      reader.addIIOReadProgressListener(new StopWhenInterrupted());
      reader.addIIOReadWarningListener((_, text) -> note(text));
      ImageReadParam parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(
          sampling.step(), sampling.step(), sampling.left(), sampling.top());
      T read = reading.of(reader, parameters);
      requireComplete();
      return read;
    } catch (IOException | RuntimeException e) {
      rethrowWhatIsNotThePictures(e);
      // ImageIO's readers also throw unchecked exceptions at damaged data.
      throw ImageFormatException.damaged(format, e);
    } finally {
      reader.dispose();
    }
  }

  private void note(String text) {
    if (!text.contains(EXTRANEOUS)) {
      warning = text;
    }
  }

  /** The JPEG reader fills up what is missing and only warns; others tell what they leave out. */
  private void requireComplete() throws IIOException {
    if (warning != null && format == PictureFormat.JPEG) {
      throw new IIOException(warning);
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
        default -> {
          if (String.valueOf(cause.getMessage()).startsWith(OUT_OF_MEMORY)) {
            throw new IllegalStateException("a reader lacks memory", thrown);
          }
        }
      }
    }
  }

  private static String provider(PictureFormat format) {
    return switch (format) {
      case PNG -> "com.sun.imageio.plugins.png.PNGImageReaderSpi";
      case JPEG -> "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";
      case GIF -> "com.sun.imageio.plugins.gif.GIFImageReaderSpi";
      case BMP -> "com.sun.imageio.plugins.bmp.BMPImageReaderSpi";
      case TIFF -> "com.sun.imageio.plugins.tiff.TIFFImageReaderSpi";
      case WEBP -> "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi";
    };
  }

  private ImageReader open() {
    String provider = provider(format);
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi next = providers.next();
      if (next.getClass().getName().equals(provider)) {
        return created(next);
      }
    }
    throw new IllegalStateException("there is no " + provider);
  }

  private static ImageReader created(ImageReaderSpi provider) {
    try {
      return provider.createReaderInstance();
    } catch (IOException impossible) {
      throw new IllegalStateException("a reader cannot be made", impossible);
    }
  }
}
