package io.spikelet.service.observability;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.generator.Timed;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What a request waited for, as children of its span: {@code pool} and below it {@code queue},
 * {@code latent} and {@code decode}, then {@code encode}; the stages of {@code Server-Timing}.
 * Without a request's span there are none.
 */
@Component
public class StageSpans {
  private final Tracer tracer;

  StageSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Traces a run in the pool.
   *
   * @param run waits for the results
   */
  public <O extends Timed> Pooled<O> pool(
      ModelRef ref, Operation<?, O> operation, Supplier<Pooled<O>> run) {
    Span request = tracer.currentSpan();
    if (request == null) {
      return run.get();
    }
    Instant start = Instant.now();
    Span pool = begin(request, "pool", start);
    pool.tag("snn.operation", operation.name());
    try {
      Pooled<O> pooled = run.get();
      end(pool, start, pooled);
      return pooled;
    } catch (RuntimeException e) {
      pool.tag("snn.model", ref.toString()).error(e).end();
      throw e;
    }
  }

  /** Traces the making of an answer's body. */
  public void encoded(Instant start) {
    Span request = tracer.currentSpan();
    if (request != null) {
      begin(request, "encode", start).end();
    }
  }

  private <O extends Timed> void end(Span pool, Instant start, Pooled<O> pooled) {
    Instant end = Instant.now();
    pool.tag("snn.model", pooled.model().ref().toString())
        .tag("snn.images", pooled.results().size())
        .tag("snn.batch.size", pooled.batchSize());
    stage(pool, "queue", start, start.plus(pooled.queued()));
    List<StageTimes> batches = pooled.results().stream().map(Timed::times).distinct().toList();
    // Several batches may have run at the same time: nobody knows when.
    if (batches.size() == 1) {
      stages(pool, batches.getFirst(), end);
    }
    pool.end(micros(end), TimeUnit.MICROSECONDS);
  }

  private void stages(Span pool, StageTimes times, Instant end) {
    Instant decoding = end.minusNanos(times.decodeNanos());
    Instant drawing = decoding.minusNanos(times.latentNanos());
    stage(pool, "latent", drawing, decoding);
    stage(pool, "decode", decoding, end);
  }

  private void stage(Span parent, String name, Instant start, Instant end) {
    begin(parent, name, start).end(micros(end), TimeUnit.MICROSECONDS);
  }

  private Span begin(Span parent, String name, Instant start) {
    return tracer
        .spanBuilder()
        .setParent(parent.context())
        .name(name)
        .startTimestamp(micros(start), TimeUnit.MICROSECONDS)
        .start();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
