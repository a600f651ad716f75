package io.spikelet.runtime.pool;

import java.util.List;

/**
 * The part of a job that one batch runs.
 *
 * @param from first of its inputs
 * @param to behind its last
 */
record Slice<I, O>(Job<I, O> job, int from, int to) {

  List<I> inputs() {
    return job.inputs(from, to);
  }

  int size() {
    return to - from;
  }
}
