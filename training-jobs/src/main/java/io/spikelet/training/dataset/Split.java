package io.spikelet.training.dataset;

import java.util.Locale;

/** The part of a data set: for learning, or for measuring only. */
public enum Split {
  TRAIN,
  TEST;

  /** The name of the folder that holds this part: {@code train} or {@code test}. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
