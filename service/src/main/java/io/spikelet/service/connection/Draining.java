package io.spikelet.service.connection;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The time between the signal to end and the closed door. Requests that are on their way when the
 * signal comes, also on connections that were kept alive, are still taken and answered; each answer
 * closes its connection, so that its client goes elsewhere with the next one.
 */
@Component
class Draining implements SmartLifecycle {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Duration drain;
  private volatile LongSupplier connections = () -> 0;
  private volatile boolean running;
  private volatile boolean begun;

  Draining(ConnectionSettings settings) {
    this.drain = settings.drain();
  }

  /** How many connections there are; known when the web server is made. */
  void watch(LongSupplier open) {
    connections = open;
  }

  /** Whether the service was asked to end. */
  boolean begun() {
    return begun;
  }

  @Override
  public void start() {
    running = true;
  }

  /** Waits until all clients have left, or the time is over. */
  @Override
  public void stop() {
    begun = true;
    long end = System.nanoTime() + drain.toNanos();
    try {
      while (connections.getAsLong() > 0 && System.nanoTime() < end) {
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server refuses anybody. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
