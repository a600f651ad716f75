package io.spikelet.training.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of a corpus's files say. */
enum SpokenDigits {
  /**
   * {@code {digit}_{speaker}_{index}.wav}; recordings 10 and up are for training, 5 to 9 for
   * testing. Recordings 0 to 4, the data set's own test part, are not used: archives of only the
   * training part lack them, and results should not depend on the archive.
   */
  FSDD(
      "(?<digit>\\d)_(?<speaker>[^_]+)_(?<index>\\d{1,6})\\.wav", "{digit}_{speaker}_{index}.wav") {
    @Override
    Optional<Split> split(Matcher name, Path place) {
      int index = Integer.parseInt(name.group("index"));
      if (index < FIRST_TEST) {
        return Optional.empty();
      }
      return Optional.of(index < FIRST_TRAINING ? Split.TEST : Split.TRAIN);
    }
  },

  /**
   * Word (00 to 09 are the digits), sex and number of the speaker, session, as in {@code
   * 00f1set0.wav}, somewhere in a directory {@code train} or {@code test}.
   */
  TI46(
      "0(?<digit>\\d)(?<speaker>[fm]\\d)[^.]*\\.(wav|sph)",
      "train/ and test/ with names such as 00f1set0.wav") {
    @Override
    Optional<Split> split(Matcher name, Path place) {
      Optional<Split> split = Optional.empty();
      // The innermost directory decides.
      for (Path part : place) {
        for (Split candidate : Split.values()) {
          split =
              FileTree.name(part).equalsIgnoreCase(candidate.folder())
                  ? Optional.of(candidate)
                  : split;
        }
      }
      return split;
    }
  };

  private static final int FIRST_TEST = 5;
  private static final int FIRST_TRAINING = 10;

  private final Pattern pattern;
  private final String expected;

  /** A file and what its name says of it; the speaker is in lower case. */
  record Recording(Path file, int digit, String speaker, Split split) {}

  SpokenDigits(String pattern, String expected) {
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    this.expected = expected;
  }

  /** How files must be called, for messages. */
  String expected() {
    return expected;
  }

  /**
   * What a file's name says; empty for files that are not used.
   *
   * @param place of the file within the data set
   */
  Optional<Recording> recording(Path file, Path place) {
    Matcher name = pattern.matcher(FileTree.name(file));
    return name.matches()
        ? split(name, place).map(split -> recording(file, name, split))
        : Optional.empty();
  }

  private static Recording recording(Path file, Matcher name, Split split) {
    return new Recording(
        file,
        Integer.parseInt(name.group("digit")),
        name.group("speaker").toLowerCase(Locale.ROOT),
        split);
  }

  abstract Optional<Split> split(Matcher name, Path place);
}
