package io.spikelet.runtime.npy;

/** Bytes are no {@code .npy} array that can be read; the message is a sentence for their sender. */
public final class NpyFormatException extends RuntimeException {

  NpyFormatException(String sentence) {
    super(sentence);
  }
}
