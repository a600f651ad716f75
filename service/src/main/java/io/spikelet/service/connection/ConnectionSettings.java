package io.spikelet.service.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one connection may take. Limits are sized from the heap where they are 0, so that clients
 * cannot fill it.
 *
 * @param max connections at the same time; 0: an eighth of the heap, by what one takes of it
 * @param head how long the head of a request may take to arrive, from its first byte
 * @param stall how long a client may send nothing in the middle of a head or a body
 * @param drain how long the service goes on taking requests after it was asked to end, each answer
 *     then closing its connection
 */
@ConfigurationProperties("spikelet.connections")
record ConnectionSettings(
    @DefaultValue("0") int max,
    @DefaultValue("10s") Duration head,
    @DefaultValue("5s") Duration stall,
    @DefaultValue("2s") Duration drain) {
  /** Measured: 60 KB of heap, with buffers for one header line. */
  private static final long BYTES_OF_ONE = 64 << 10;

  private static final int LEAST = 128;
  private static final int MOST = 8192;

  ConnectionSettings {
    if (max < 0) {
      throw new IllegalArgumentException(
          "spikelet.connections.max must be 0 or more, is %d".formatted(max));
    }
    requirePositive("head", head);
    requirePositive("stall", stall);
    if (drain.isNegative()) {
      throw new IllegalArgumentException(
          "spikelet.connections.drain must not be negative, is %s".formatted(drain));
    }
  }

  /** Connections at the same time. */
  int connections() {
    return max > 0 ? max : sizedBy(Runtime.getRuntime().maxMemory());
  }

  static int sizedBy(long heapBytes) {
    return Math.clamp(heapBytes / 8 / BYTES_OF_ONE, LEAST, MOST);
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "spikelet.connections.%s must be above 0, is %s".formatted(name, value));
    }
  }
}
