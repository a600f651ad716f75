package io.spikelet.training.trainer;

import java.util.Map;

/** The loss is no finite number any more; the last checkpoint is from before. */
public final class DivergedException extends RuntimeException {

  public DivergedException(int epoch, int batch, Map<String, Double> losses) {
    super(
        "training diverged in epoch %d, batch %d: %s; try a smaller learning-rate"
            .formatted(epoch, batch, losses));
  }
}
