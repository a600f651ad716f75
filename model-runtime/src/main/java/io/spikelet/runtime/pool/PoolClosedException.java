package io.spikelet.runtime.pool;

/** The pool shuts down: the job was refused, or not finished in time. */
public final class PoolClosedException extends RuntimeException {

  PoolClosedException() {
    super("the pool is shutting down");
  }
}
