package io.spikelet.runtime.generator;

/** A task lacks a parameter that the model cannot do without. */
public final class MissingTaskParameterException extends RuntimeException {

  private final String parameter;
  private final String allowed;

  /**
   * Says what is missing.
   *
   * @param reason why it is needed, as a clause of its own: "a code does not say its label"
   * @param allowed what may stand there, as the end of a sentence: "a whole number from 1 to 16"
   */
  public MissingTaskParameterException(String parameter, String reason, String allowed) {
    super("parameter %s is missing: %s; allowed is %s".formatted(parameter, reason, allowed));
    this.parameter = parameter;
    this.allowed = allowed;
  }

  public String parameter() {
    return parameter;
  }

  /** What may stand there. */
  public String allowed() {
    return allowed;
  }
}
