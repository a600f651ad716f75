package io.spikelet.service.memory;

import org.jspecify.annotations.Nullable;

/**
 * Ends the process when it has run out of memory, with the reason, so that whatever supervises it
 * starts it anew. After such an error no thread can be trusted to have finished what it was at: a
 * web server that has lost its pollers looks alive and answers nobody.
 *
 * <p>The option {@code -XX:+ExitOnOutOfMemoryError} does the same wherever it is given; this is for
 * those who start the program without it.
 */
public final class OutOfMemory {
  /** As the JVM's own option has it. */
  static final int EXIT_CODE = 3;

  private static final int MOST_CAUSES = 32;

  /** What ends a process; another one in tests. */
  @FunctionalInterface
  interface End {
    void now(String reason);
  }

  private static volatile End end = OutOfMemory::halt;

  private OutOfMemory() {}

  /** From now on every thread that dies of it ends the process. */
  public static void watchAllThreads() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          endIfCausedBy(thrown);
          if (before != null) {
            before.uncaughtException(thread, thrown);
          } else {
            printed(thread, thrown);
          }
        });
  }

  /** Ends the process if this is, or was caused by, a lack of memory. */
  public static void endIfCausedBy(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof OutOfMemoryError error) {
        end.now(String.valueOf(error.getMessage()));
        return;
      }
      cause = cause.getCause();
    }
  }

  static void endWith(End other) {
    end = other;
  }

  static void endWithHalt() {
    end = OutOfMemory::halt;
  }

  // Not System.exit: hooks would need memory, and wait for threads that are gone.
  private static void halt(String reason) {
    try {
      System.err.println("Out of memory (" + reason + "): the process ends, to be started anew.");
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  private static void printed(Thread thread, Throwable thrown) {
    System.err.print("Exception in thread \"" + thread.getName() + "\" ");
    thrown.printStackTrace();
  }
}
