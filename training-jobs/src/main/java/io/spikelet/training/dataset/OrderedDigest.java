package io.spikelet.training.dataset;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A data set's digest: that of its items' digests, so that all cores can work on it. */
final class OrderedDigest {

  private OrderedDigest() {}

  /** {@code sha256:<hex>} over the items' digests in order. */
  static String of(byte[][] digests) {
    MessageDigest sha = sha256();
    Arrays.stream(digests).forEach(sha::update);
    return "sha256:" + HexFormat.of().formatHex(sha.digest());
  }

  /** What an item's digest is made with. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
