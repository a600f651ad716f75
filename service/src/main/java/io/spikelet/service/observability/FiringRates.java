package io.spikelet.service.observability;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.stereotype.Component;

/**
 * The histogram of firing rates. Prometheus' own, because Micrometer rounds what it sorts into
 * buckets up to a whole number: every rate would be 1.
 */
@Component
class FiringRates {
  private final Histogram histogram;

  FiringRates(PrometheusRegistry registry) {
    this.histogram =
        Histogram.builder()
            .name("snn_firing_rate_ratio")
            .help("Spikes per neuron per time step of one result")
            .labelNames("model")
            .classicOnly()
            .classicUpperBounds(Buckets.RATES)
            .withoutExemplars()
            .register(registry);
  }

  void record(String model, double rate) {
    histogram.labelValues(model).observe(rate);
  }
}
