package io.spikelet.runtime.model;

import java.util.regex.Pattern;

/**
 * A file's path inside a package: relative, {@code /} between plain segments, nothing that climbs
 * out of the directory into which somebody may unpack it.
 *
 * @param value such as {@code decoder.onnx} or {@code samples/0.png}
 */
public record PackagePath(String value) {

  private static final int MAX_LENGTH = 255;
  private static final Pattern VALID =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_][A-Za-z0-9._-]*+)*+");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException for absolute paths, {@code ..}, backslashes, hidden files
   */
  public PackagePath {
    if (value.length() > MAX_LENGTH || !VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a path in a package must be relative, of letters, digits, _ . - and /,"
              + " no segment starting with a dot, but is '%s'".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
