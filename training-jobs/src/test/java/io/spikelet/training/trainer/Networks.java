package io.spikelet.training.trainer;

import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import java.util.stream.IntStream;

/** What networks in tests are made for. */
public final class Networks {

  private Networks() {}

  /** Images with numbered classes, and no published models. */
  public static Surroundings surroundings(int channels, int classes) {
    return new Surroundings(
        channels,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        ref -> {
          throw new IllegalArgumentException("there are no packages, so no " + ref);
        });
  }
}
