package io.spikelet.service.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** {@link Readiness} as a metric, for alerts that say more than "no answer". */
@Component
class ReadinessMetric implements MeterBinder {
  private final Readiness readiness;

  ReadinessMetric(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("snn.ready", readiness, now -> now.obstacle() == null ? 1 : 0)
        .description("1 if the registry was read and the eager models are loaded")
        .register(meters);
  }
}
