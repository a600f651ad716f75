package io.spikelet.runtime.image;

/** The thread was interrupted while it decoded a picture: nobody waits for it any more. */
public final class DecodingStoppedException extends RuntimeException {

  DecodingStoppedException() {
    super("decoding was stopped");
  }
}
