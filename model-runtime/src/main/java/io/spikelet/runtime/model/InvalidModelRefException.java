package io.spikelet.runtime.model;

/** A text that is no model reference. The message says what is wrong and shows a valid one. */
public final class InvalidModelRefException extends IllegalArgumentException {

  private static final String EXAMPLE =
      "esvae, esvae:mnist or esvae:mnist@sha256:<64 lower-case hex digits>";

  private final String text;

  InvalidModelRefException(String text, String rule) {
    super("model reference '%s' is invalid: %s; valid are %s".formatted(text, rule, EXAMPLE));
    this.text = text;
  }

  /** The refused text. */
  public String text() {
    return text;
  }
}
