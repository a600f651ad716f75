package io.spikelet.runtime.image;

/** What was sent is no picture that can be read; the message is a sentence for whoever sent it. */
public final class ImageFormatException extends RuntimeException {

  ImageFormatException(String sentence) {
    super(sentence);
  }

  private ImageFormatException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  static ImageFormatException damaged(PictureFormat format) {
    return new ImageFormatException(damage(format));
  }

  static ImageFormatException damaged(PictureFormat format, Throwable cause) {
    return new ImageFormatException(damage(format), cause);
  }

  private static String damage(PictureFormat format) {
    return "The %s picture is damaged, cut short or of a kind that is not read.".formatted(format);
  }
}
