package io.spikelet.service.request;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the bodies of all requests together may take. Sizes are a share of the heap where they are
 * 0, so that clients cannot fill it.
 *
 * @param time how long one body may take to arrive
 * @param leastRate bytes a second that a client must send on average, once it had three seconds
 * @param memory of bodies that are being received; 0: a sixth of the heap
 * @param decodingMemory of bodies that are being decoded; 0: a quarter of the heap
 * @param decoders bodies that are decoded at the same time; 0: one a core
 */
@ConfigurationProperties("spikelet.bodies")
record BodySettings(
    @DefaultValue("20s") Duration time,
    @DefaultValue("4KB") DataSize leastRate,
    @DefaultValue("0B") DataSize memory,
    @DefaultValue("0B") DataSize decodingMemory,
    @DefaultValue("0") int decoders) {

  BodySettings {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "spikelet.bodies.time must be above 0, is %s".formatted(time));
    }
    requireNotNegative("least-rate", leastRate.toBytes());
    requireNotNegative("memory", memory.toBytes());
    requireNotNegative("decoding-memory", decodingMemory.toBytes());
    requireNotNegative("decoders", decoders);
  }

  long memoryBytes() {
    return orShare(memory, 6);
  }

  long decodingBytes() {
    return orShare(decodingMemory, 4);
  }

  int decodersOrCores() {
    return decoders > 0 ? decoders : Runtime.getRuntime().availableProcessors();
  }

  private static long orShare(DataSize size, int part) {
    return size.toBytes() > 0 ? size.toBytes() : Runtime.getRuntime().maxMemory() / part;
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "spikelet.bodies.%s must not be negative, is %d".formatted(name, value));
    }
  }
}
