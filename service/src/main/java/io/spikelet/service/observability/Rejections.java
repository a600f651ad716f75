package io.spikelet.service.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts requests that were turned away although nothing was wrong with them. */
@Component
public class Rejections {
  /** Why a request was turned away. */
  public enum Reason {
    QUEUE_FULL("queue_full"),
    DEADLINE("deadline"),
    CLIENT_GONE("client_gone"),
    SHUTDOWN("shutdown"),
    MODEL_DAMAGED("model_damaged"),
    REGISTRY_UNAVAILABLE("registry_unavailable"),
    BODY_TOO_LARGE("body_too_large"),
    SLOW_BODY("slow_body");

    private final String label;

    Reason(String label) {
      this.label = label;
    }
  }

  private final MeterRegistry meters;

  Rejections(MeterRegistry meters) {
    this.meters = meters;
    // A series that exists from the start lets an alert see its first increase.
    for (Reason reason : Reason.values()) {
      counter(reason);
    }
  }

  /** Counts one. */
  public void count(Reason reason) {
    counter(reason).increment();
  }

  private Counter counter(Reason reason) {
    return Counter.builder("snn.requests.rejected")
        .description("Requests turned away")
        .tag("reason", reason.label)
        .register(meters);
  }
}
