package io.spikelet.runtime.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 digest that names a content, written as {@code sha256:<64 lower-case hex digits>}.
 *
 * @param value the whole text, algorithm included
 */
public record Digest(String value) {

  private static final String ALGORITHM = "sha256:";
  private static final Pattern VALID = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code sha256:} and 64 lower-case
   *     hex digits
   */
  public Digest {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "digest must be sha256: and 64 lower-case hex digits, but is '" + value + "'");
    }
  }

  /** The digest of a content. */
  public static Digest of(byte[] content) {
    return new Digest(ALGORITHM + HexFormat.of().formatHex(sha256().digest(content)));
  }

  /** The 64 hex digits: the file name of the content in an image layout. */
  public String hex() {
    return value.substring(ALGORITHM.length());
  }

  @Override
  public String toString() {
    return value;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
