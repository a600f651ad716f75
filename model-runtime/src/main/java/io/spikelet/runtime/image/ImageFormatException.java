package io.spikelet.runtime.image;

/** What was sent is no picture that can be read; the message is a sentence for whoever sent it. */
public final class ImageFormatException extends RuntimeException {

  ImageFormatException(String sentence) {
    super(sentence);
  }

  ImageFormatException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
