package io.spikelet.service.request;

/** A query parameter that cannot be used as it stands. */
public final class InvalidParameterException extends RuntimeException {
  private final String parameter;
  private final String value;
  private final String allowed;

  /**
   * @param parameter its name
   * @param value as it was sent
   * @param allowed what may stand there, as the end of a sentence: "a whole number from 1 to 64"
   */
  public InvalidParameterException(String parameter, String value, String allowed) {
    super("Parameter '%s' is '%s'; allowed is %s.".formatted(parameter, shortened(value), allowed));
    this.parameter = parameter;
    this.value = shortened(value);
    this.allowed = allowed;
  }

  public String parameter() {
    return parameter;
  }

  /** The value, cut to a length that fits an answer. */
  public String value() {
    return value;
  }

  public String allowed() {
    return allowed;
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }
}
