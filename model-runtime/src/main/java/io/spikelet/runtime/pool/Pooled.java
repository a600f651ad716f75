package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelPackage;
import java.time.Duration;
import java.util.List;

/**
 * What a job brought, and how.
 *
 * @param model the package that did it, under the reference that was asked for
 * @param results one per input, in order
 * @param queued from the submission to the start of the batch, loading the model included
 * @param batchSize inputs of the call that ran it, those of other jobs included
 */
public record Pooled<O>(ModelPackage model, List<O> results, Duration queued, int batchSize) {

  /** Copies the results. */
  public Pooled {
    results = List.copyOf(results);
  }
}
