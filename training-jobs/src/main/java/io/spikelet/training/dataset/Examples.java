package io.spikelet.training.dataset;

import java.util.List;

/** What a model is measured on. */
public sealed interface Examples {

  /** The names of the classes in the order of the labels; empty when there are none. */
  List<String> labels();

  /** Channels of the pictures that a network sees; a sound's picture has one. */
  int channels();

  /** Labelled pictures. */
  record Pictures(ImageSet set) implements Examples {
    @Override
    public int channels() {
      return set.channels();
    }

    @Override
    public List<String> labels() {
      return set.labels();
    }
  }

  /** Labelled sounds. */
  record Sounds(SoundSet set) implements Examples {
    @Override
    public int channels() {
      return 1;
    }

    @Override
    public List<String> labels() {
      return set.labels();
    }
  }
}
