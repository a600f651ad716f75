package io.spikelet.runtime.pool;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a change of the pool's state causes outside: futures to complete, models to close, a
 * listener to tell. Collected under the lock and run after it, so that foreign code never holds it.
 */
final class Effects {

  static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

  private final List<Runnable> effects = new ArrayList<>();

  boolean isEmpty() {
    return effects.isEmpty();
  }

  void add(Runnable effect) {
    effects.add(effect);
  }

  /** Runs all; one that fails does not keep the others from running. */
  void run() {
    for (Runnable effect : effects) {
      try {
        effect.run();
      } catch (RuntimeException e) {
        LOG.warn("The pool could not finish a change: {}", e.getMessage(), e);
      }
    }
  }
}
