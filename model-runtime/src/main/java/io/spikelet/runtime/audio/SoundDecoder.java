package io.spikelet.runtime.audio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads sounds from outside; trusts nothing they say about themselves.
 *
 * <ul>
 *   <li>RIFF/WAVE: integers of 8 (unsigned) to 32 bits, floats of 32 and 64 bits, A-law and mu-law,
 *       also as {@code WAVE_FORMAT_EXTENSIBLE} with fewer valid bits than are stored, and as RF64
 *       or BW64. Source: Microsoft and IBM, Multimedia Programming Interface and Data
 *       Specifications 1.0 (1991), chapter 3; mmreg.h; EBU Tech 3306; ITU-R BS.2088.
 *   <li>NIST SPHERE: uncompressed integers of 8 (signed), 16 and 32 bits in both byte orders, A-law
 *       and mu-law. Source: NIST, SPHERE package, header version {@code NIST_1A}.
 * </ul>
 *
 * <p>1 to 64 channels are mixed to one by their mean. Samples that are cut off, or that a recorder
 * did not count since it wrote them while it recorded, are read as far as whole frames are there.
 * Floats beyond [-1, 1] are divided by their peak.
 *
 * <p>Ends early on a thread that is interrupted, with the exception of {@link
 * io.spikelet.runtime.interruption.Interruption}.
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
    return stored(file).decode(limits);
  }

  /** Whether a file begins like one of the formats that are read; it may be damaged behind that. */
  public static boolean recognises(byte[] file) {
    return isWave(file) || isSphere(file);
  }

  /**
   * A file's header, read.
   *
   * @throws SoundFormatException if it is no sound that is read
   */
  static StoredSound stored(byte[] file) {
    if (file.length == 0) {
      throw new SoundFormatException("The sound is empty.");
    }
    if (isWave(file)) {
      return RiffWave.parse(file);
    }
    if (isSphere(file)) {
      return NistSphere.parse(file);
    }
    if (file.length < 12 && has(file, 0, "RIFF")) {
      throw new SoundFormatException("The WAVE sound is cut short in its header.");
    }
    throw OtherFormat.refused(file);
  }

  private static boolean isWave(byte[] file) {
    return (has(file, 0, "RIFF") || has(file, 0, "RF64") || has(file, 0, "BW64"))
        && has(file, 8, "WAVE");
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
