package io.spikelet.training.dataset;

import java.util.List;

/** What a model is measured on. */
public sealed interface Examples {

  /** The names of the classes in the order of the labels; empty when there are none. */
  List<String> labels();

  /** Labelled pictures. */
  record Pictures(ImageSet set) implements Examples {
    @Override
    public List<String> labels() {
      return set.labels();
    }
  }

  /** Labelled sounds. */
  record Sounds(SoundSet set) implements Examples {
    @Override
    public List<String> labels() {
      return set.labels();
    }
  }
}
