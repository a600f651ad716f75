package io.spikelet.runtime.audio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads sounds from outside; trusts nothing they say about themselves.
 *
 * <ul>
 *   <li>RIFF/WAVE: integers of 8 (unsigned), 16, 24 and 32 bits, floats of 32 and 64 bits, also as
 *       {@code WAVE_FORMAT_EXTENSIBLE}. Source: Microsoft and IBM, Multimedia Programming Interface
 *       and Data Specifications 1.0 (1991), chapter 3, and mmreg.h.
 *   <li>NIST SPHERE: uncompressed integers of 8 (signed), 16 and 32 bits in both byte orders.
 *       Source: NIST, SPHERE package, header version {@code NIST_1A}.
 * </ul>
 *
 * <p>1 to 64 channels are mixed to one by their mean. Samples that are cut off or that a recorder
 * did not count ({@code 0xFFFFFFFF}) are read as far as whole frames are there. Floats beyond [-1,
 * 1] are divided by their peak.
 */
public final class SoundDecoder {

  private SoundDecoder() {}

  /**
   * Decodes a whole file.
   *
   * @param file read only
   * @throws SoundFormatException if it is empty, damaged, of another format, too long, or has
   *     samples that are not finite numbers
   */
  public static Sound decode(byte[] file, SoundLimits limits) {
    if (file.length == 0) {
      throw new SoundFormatException("The sound is empty.");
    }
    return stored(file).decode(limits);
  }

  /** Whether a file begins like one of the formats that are read; it may be damaged behind that. */
  public static boolean recognises(byte[] file) {
    return isWave(file) || isSphere(file);
  }

  private static StoredSound stored(byte[] file) {
    if (isWave(file)) {
      return RiffWave.parse(file);
    }
    if (isSphere(file)) {
      return NistSphere.parse(file);
    }
    if (file.length < 12 && has(file, 0, "RIFF")) {
      throw new SoundFormatException("The WAVE sound is cut short in its header.");
    }
    throw new SoundFormatException(
        "This is not a sound that can be read: it begins like neither RIFF/WAVE nor NIST SPHERE.");
  }

  private static boolean isWave(byte[] file) {
    return has(file, 0, "RIFF") && has(file, 8, "WAVE");
  }

  private static boolean isSphere(byte[] file) {
    return has(file, 0, "NIST_1A");
  }

  /** Whether the text stands at byte {@code at}. */
  static boolean has(byte[] file, int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    int end = at + wanted.length;
    return file.length >= end && Arrays.equals(file, at, end, wanted, 0, wanted.length);
  }
}
