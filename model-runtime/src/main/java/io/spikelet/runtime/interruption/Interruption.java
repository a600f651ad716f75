package io.spikelet.runtime.interruption;

/**
 * Whether somebody still waits for the work of this thread. Loops whose length a stranger decides
 * ask now and then; whoever gives up waiting interrupts the thread.
 */
public final class Interruption {

  private Interruption() {}

  /**
   * Ends the work of a thread that was interrupted; its interrupted status stays.
   *
   * @throws WorkInterruptedException if it was
   */
  public static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new WorkInterruptedException();
    }
  }
}
