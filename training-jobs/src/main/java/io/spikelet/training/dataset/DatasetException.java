package io.spikelet.training.dataset;

import java.nio.file.Path;

/** A file of a data set is missing or damaged: which one, what it should hold, what it holds. */
public final class DatasetException extends RuntimeException {

  private final String file;
  private final String expected;
  private final String found;

  DatasetException(String file, String expected, String found) {
    super("%s: expected %s, found %s".formatted(file, expected, found));
    this.file = file;
    this.expected = expected;
    this.found = found;
  }

  DatasetException(Path file, String expected, String found) {
    this(file.toString(), expected, found);
  }

  /** The file, as far as possible as the user wrote it. */
  public String file() {
    return file;
  }

  /** What should have been there. */
  public String expected() {
    return expected;
  }

  /** What was there. */
  public String found() {
    return found;
  }
}
