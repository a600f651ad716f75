package io.spikelet.runtime.image;

/** The thread was interrupted while it decoded a picture: nobody waits for it any more. */
public final class DecodingStoppedException extends RuntimeException {

  DecodingStoppedException() {
    super("decoding was stopped");
  }

  /**
   * Ends the work of a thread that was interrupted; to be asked at least once a line.
   *
   * @throws DecodingStoppedException if it was
   */
  static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new DecodingStoppedException();
    }
  }
}
