package io.spikelet.runtime.generator;

/** A task has a parameter with a value that cannot be used. */
public final class InvalidTaskParameterException extends RuntimeException {

  private final String parameter;
  private final String value;
  private final String allowed;

  /**
   * Says what is wrong.
   *
   * @param value as the user wrote it
   * @param allowed what may stand there, as the end of a sentence: "a whole number from 1 to 16"
   */
  public InvalidTaskParameterException(String parameter, String value, String allowed) {
    super("parameter %s is '%s'; allowed is %s".formatted(parameter, value, allowed));
    this.parameter = parameter;
    this.value = value;
    this.allowed = allowed;
  }

  public String parameter() {
    return parameter;
  }

  public String value() {
    return value;
  }

  /** What may stand there. */
  public String allowed() {
    return allowed;
  }
}
