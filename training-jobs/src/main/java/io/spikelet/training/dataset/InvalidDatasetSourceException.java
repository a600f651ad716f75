package io.spikelet.training.dataset;

/** A data set's name and place are not written as they must be; the message shows an example. */
public final class InvalidDatasetSourceException extends RuntimeException {

  private final String text;

  InvalidDatasetSourceException(String text, String rule) {
    super("'%s' is not a data set: %s, as in mnist:data/mnist".formatted(text, rule));
    this.text = text;
  }

  /** What the user wrote. */
  public String text() {
    return text;
  }
}
