package io.spikelet.runtime.audio;

/** What was sent is no sound that can be read; the message is a sentence for whoever sent it. */
public final class SoundFormatException extends RuntimeException {

  SoundFormatException(String sentence) {
    super(sentence);
  }
}
