package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.ModelRef;
import java.time.Duration;

/**
 * Numbers that leave the pool. Called from its threads, outside its lock; must be quick. An
 * exception is logged and has no other effect. What is true at a moment rather than an event has a
 * method on {@link ModelPool}.
 */
public interface PoolListener {

  /** Hears nothing. */
  PoolListener NONE = new PoolListener() {};

  /** Why a job was refused at the door. */
  enum Rejection {
    /** Too many inputs wait for this model. */
    QUEUE_FULL,
    /** The pool is shutting down. */
    CLOSED
  }

  /** Why a model left memory. */
  enum Unloading {
    /** Another needed its place. */
    EVICTED,
    /** Somebody asked for it. */
    REQUESTED,
    /** Its last tag points at another package now. */
    REPLACED,
    /** The pool was closed. */
    CLOSED
  }

  /** A job's batch starts. */
  default void queued(ModelRef ref, String operation, Duration waited) {}

  /** A model was called once, successfully or not. */
  default void ran(ModelRef ref, String operation, int batchSize, Duration took) {}

  /** A model was loaded. */
  default void loaded(ModelRef ref, Duration took) {}

  /** A model could not be loaded. */
  default void loadFailed(ModelRef ref, Duration took, Throwable reason) {}

  /** A model was closed. */
  default void unloaded(ModelRef ref, Unloading reason) {}

  /** A tag points at another package than before; the new one was loaded, or could not be. */
  default void swapped(ModelRef ref, boolean success) {}

  /** What a tag was moved to cannot be used; the package before goes on being served. */
  default void refused(RefusedUpdate update) {}

  /** A job was refused. */
  default void rejected(ModelRef ref, Rejection reason) {}
}
