package io.spikelet.runtime.pool;

/**
 * A lack of memory, or another end of what the virtual machine can do. Whoever waits for the work
 * hears of it as of any failure; the thread's handler hears of it too, since the program decides
 * what becomes of a process in that state.
 */
final class Exhaustion {

  private Exhaustion() {}

  /** Tells the thread's handler, if it is one; the thread itself goes on. */
  static void tell(Throwable thrown) {
    if (thrown instanceof VirtualMachineError) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
  }
}
