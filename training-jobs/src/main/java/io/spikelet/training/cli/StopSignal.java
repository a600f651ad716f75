package io.spikelet.training.cli;

import io.spikelet.training.trainer.Trainer;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Lets a run save its state when the process is asked to end. The virtual machine then ends with
 * 128 plus the signal's number: 130 for an interrupt, 143 for a termination.
 */
final class StopSignal {

  private StopSignal() {}

  /**
   * Runs a training.
   *
   * @param training runs the trainer and says what came of it: the process does not end before
   */
  static <T> T during(Trainer trainer, Supplier<T> training) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              trainer.requestStop();
              await(done);
            },
            "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return training.get();
    } finally {
      done.countDown();
      remove(hook);
    }
  }

  private static void await(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine is ending already: the hook has done its work.
      return;
    }
  }
}
