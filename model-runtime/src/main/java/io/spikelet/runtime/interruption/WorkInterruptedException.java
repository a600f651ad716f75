package io.spikelet.runtime.interruption;

/** The thread was interrupted at its work: nobody waits for the result any more. */
public final class WorkInterruptedException extends RuntimeException {

  WorkInterruptedException() {
    super("nobody waits for the result any more");
  }
}
