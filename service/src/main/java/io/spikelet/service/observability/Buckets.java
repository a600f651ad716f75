package io.spikelet.service.observability;

import java.time.Duration;

/** Upper bounds of the histograms, fixed so that dashboards of several replicas can be added. */
final class Buckets {
  static final Duration[] DURATIONS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64};

  static final double[] RATES = {0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1};

  private Buckets() {}
}
