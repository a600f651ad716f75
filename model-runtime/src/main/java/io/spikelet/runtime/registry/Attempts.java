package io.spikelet.runtime.registry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls that may fail for a moment are made again, after a pause that doubles each time and is
 * drawn between half of it and all of it, so that many replicas do not come back together. Each
 * call has a time that it may take: the SDK itself waits for ever.
 *
 * @param most calls in all
 * @param firstPause before the second call
 */
record Attempts(int most, Duration firstPause) {

  static final Attempts USUAL = new Attempts(4, Duration.ofMillis(250));

  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * The first result.
   *
   * @throws RemoteFailure that is not {@code PASSING}, or the last one that is
   */
  <T> T call(Duration limit, Callable<T> call) {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        return once(limit, call);
      } catch (RemoteFailure e) {
        if (e.kind() != RemoteFailure.Kind.PASSING || attempt == most) {
          throw e;
        }
        rest(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static <T> T once(Duration limit, Callable<T> call) {
    Future<T> running = THREADS.submit(call);
    try {
      return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      throw new RemoteFailure(
          RemoteFailure.Kind.PASSING, "it did not answer within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      running.cancel(true);
      throw interrupted(e);
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof Error ours) {
      // A lack of memory, for example: nothing that the registry did.
      throw ours;
    }
    return cause instanceof RuntimeException known
        ? known
        : new RemoteFailure(RemoteFailure.Kind.LASTING, "the call failed", cause);
  }

  private static void rest(Duration pause) {
    long nanos = pause.toNanos();
    try {
      TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RemoteFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RemoteFailure(RemoteFailure.Kind.LASTING, "the program is ending", e);
  }
}
