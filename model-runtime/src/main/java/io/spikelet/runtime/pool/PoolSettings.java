package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;
import java.time.Duration;
import java.util.List;

/**
 * Limits of a pool.
 *
 * @param memoryBudgetBytes what loaded models may occupy together; see {@link ModelPool} for when
 *     it is exceeded
 * @param queueCapacity inputs that may wait for one model, whatever they take: a bound of memory
 * @param maxQueueTime predicted time that the inputs waiting for one model may take
 * @param maxBatch inputs of one call of a model
 * @param maxWait how long an input waits for others to share its batch; zero takes what is there
 * @param workers batches that run at the same time
 * @param eager models that are loaded without being asked for
 * @param watch how often the registry is asked what the served tags mean; zero is never
 * @param linger how long a replaced package stays for those who were told of it before
 */
public record PoolSettings(
    long memoryBudgetBytes,
    int queueCapacity,
    Duration maxQueueTime,
    int maxBatch,
    Duration maxWait,
    int workers,
    List<ModelRef> eager,
    Duration watch,
    Duration linger) {

  /**
   * Checks every limit.
   *
   * @throws IllegalArgumentException naming the limit, its value and what is allowed
   */
  public PoolSettings {
    requirePositive("memoryBudgetBytes", memoryBudgetBytes);
    requirePositive("queueCapacity", queueCapacity);
    requirePositive("maxBatch", maxBatch);
    requirePositive("workers", workers);
    requirePositive("maxQueueTime", maxQueueTime.toNanos());
    requireNotNegative("maxWait", maxWait);
    requireNotNegative("watch", watch);
    requireNotNegative("linger", linger);
    eager = List.copyOf(eager);
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}
