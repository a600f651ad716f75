package io.spikelet.runtime.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a package: {@code name[:tag][@sha256:digest]}. The tag defaults to {@code latest}. Where a
 * digest is given it decides and the tag is only kept for reading, as container tools do.
 *
 * @param name lower-case letters and digits, groups of them joined by one of {@code . _ -}; at most
 *     128 characters
 * @param tag a letter, digit or underscore, then up to 127 of these or {@code . -}
 * @param digest of the package's manifest, or null
 */
public record ModelRef(String name, String tag, @Nullable Digest digest) {

  /** The tag of a reference that names none. */
  public static final String DEFAULT_TAG = "latest";

  // Bounded, so that a request cannot carry a name of megabytes into messages and metrics.
  private static final int MAX_NAME = 128;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]++(?:[._-][a-z0-9]++)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /**
   * Checks name and tag.
   *
   * @throws InvalidModelRefException if one of them has another form
   */
  public ModelRef {
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw new InvalidModelRefException(
          shortened(name + ":" + tag),
          "the name must be lower-case letters and digits, joined by single . _ or -");
    }
    if (!TAG.matcher(tag).matches()) {
      throw new InvalidModelRefException(
          shortened(name + ":" + tag), "the tag must be 1 to 128 letters, digits, _ . or -");
    }
  }

  /** A reference without digest. */
  public static ModelRef of(String name, String tag) {
    return new ModelRef(name, tag, null);
  }

  /**
   * Reads a reference.
   *
   * @throws InvalidModelRefException showing valid examples
   */
  public static ModelRef parse(String text) {
    int at = text.indexOf('@');
    String tagged = at < 0 ? text : text.substring(0, at);
    @Nullable Digest digest = at < 0 ? null : digest(text, text.substring(at + 1));
    int colon = tagged.indexOf(':');
    return colon < 0
        ? new ModelRef(tagged, DEFAULT_TAG, digest)
        : new ModelRef(tagged.substring(0, colon), tagged.substring(colon + 1), digest);
  }

  /** The same name and tag, pinned to a digest. */
  public ModelRef withDigest(Digest pinned) {
    return new ModelRef(name, tag, pinned);
  }

  /** {@code name:tag}, as the registry's index names it. */
  public String tagged() {
    return name + ":" + tag;
  }

  /** {@code name:tag}, and {@code @digest} if there is one; {@link #parse} reads it back. */
  @Override
  public String toString() {
    return digest == null ? tagged() : tagged() + "@" + digest;
  }

  private static Digest digest(String text, String digest) {
    try {
      return new Digest(digest);
    } catch (IllegalArgumentException e) {
      throw new InvalidModelRefException(
          shortened(text), "the digest must be sha256: and 64 lower-case hex digits");
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "...";
  }
}
