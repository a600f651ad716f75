package io.spikelet.training.dataset;

import java.util.Locale;
import java.util.Optional;

/**
 * Whose sounds are taken from a part of a data set.
 *
 * @param leftOutSpeaker who is not in the training part and alone in the test part, in lower case;
 *     empty: both parts have all speakers
 */
public record SoundSelection(Optional<String> leftOutSpeaker) {

  /** All speakers in both parts. */
  public static SoundSelection everyone() {
    return new SoundSelection(Optional.empty());
  }

  /** Training without this speaker, testing with no other; upper case counts as lower case. */
  public static SoundSelection leavingOut(String speaker) {
    return new SoundSelection(Optional.of(speaker.toLowerCase(Locale.ROOT)));
  }

  boolean takes(String speaker, Split split) {
    return leftOutSpeaker.isEmpty()
        || leftOutSpeaker.get().equals(speaker) == (split == Split.TEST);
  }
}
