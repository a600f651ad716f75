package io.spikelet.runtime.pool;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the pool safe from a listener that throws. */
final class SafeListener {

  private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

  private final PoolListener listener;

  SafeListener(PoolListener listener) {
    this.listener = listener;
  }

  void tell(Consumer<PoolListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      LOG.warn("A listener of the pool failed: {}", e.getMessage(), e);
    }
  }
}
