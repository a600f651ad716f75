package io.spikelet.service.request;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes bodies pictures, sounds and spike trains, on platform threads of its own: the threads of
 * requests are virtual and share a few real ones, which also answer whether the service is alive.
 *
 * <p>Small bodies have threads of their own, so that a digit never waits for a photograph: the
 * operating system shares the cores between both.
 */
@Component
public final class Decoding {
  /** Decoding so much takes about ten milliseconds. */
  private static final long SMALL_BYTES = 4 << 20;

  private static final int QUEUE = 256;

  private final MemoryBudget memory;
  private final ThreadPoolExecutor small;
  private final ThreadPoolExecutor large;

  Decoding(BodySettings settings) {
    this.memory = new MemoryBudget(settings.decodingBytes());
    this.small = threads("decode-small-", settings.decodersOrCores());
    this.large = threads("decode-large-", settings.decodersOrCores());
  }

  /**
   * Decodes, with the memory that it needs reserved before.
   *
   * @param bytes of working memory that it takes
   * @throws BodyTooLargeException if that is more than there is for all
   * @throws BusyException if too many others wait
   * @throws DeadlineExceededException if the request's time is over; decoding is then interrupted
   */
  <T> T run(RequestDeadline deadline, long bytes, Supplier<T> decoding) {
    if (bytes > memory.bytes()) {
      throw BodyTooLargeException.toDecode(bytes, memory.bytes());
    }
    try (MemoryBudget.Share share = memory.share()) {
      if (!share.grow(bytes, deadline.leftNanos())) {
        deadline.require();
        throw new BusyException("Other requests take all memory for decoding.");
      }
      return await(deadline, submit(bytes <= SMALL_BYTES ? small : large, decoding));
    }
  }

  private static <T> Future<T> submit(ThreadPoolExecutor threads, Supplier<T> decoding) {
    try {
      return threads.submit(decoding::get);
    } catch (RejectedExecutionException full) {
      throw new BusyException("Too many bodies wait to be decoded.");
    }
  }

  private static <T> T await(RequestDeadline deadline, Future<T> decoded) {
    try {
      return decoded.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new DeadlineExceededException(deadline.allowed());
    } catch (InterruptedException shutDown) {
      Thread.currentThread().interrupt();
      throw new DeadlineExceededException(deadline.allowed());
    } catch (ExecutionException failed) {
      throw unwrapped(failed.getCause());
    } finally {
      decoded.cancel(true);
    }
  }

  private static RuntimeException unwrapped(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known
        ? known
        : new IllegalStateException("decoding failed", cause);
  }

  private static ThreadPoolExecutor threads(String name, int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE, true),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @PreDestroy
  void stop() {
    small.shutdownNow();
    large.shutdownNow();
  }
}
