package io.spikelet.runtime.audio;

import static io.spikelet.runtime.audio.SoundDecoder.has;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Formats of sounds that are not read, by how their files begin, so that whoever sends one is told
 * the way from it.
 *
 * @param name with article
 * @param suffix of its files
 */
record OtherFormat(String name, String suffix) {

  private static final byte[] EBML = HexFormat.of().parseHex("1a45dfa3");
  private static final byte[] ASF = HexFormat.of().parseHex("3026b2758e66cf11");
  // So far the type of a Matroska or Ogg file is looked for.
  private static final int HEAD = 128;

  static SoundFormatException refused(byte[] file) {
    return new SoundFormatException(
        of(file)
            .map(
                other ->
                    "This is %s, which is not read; WAV and NIST SPHERE are: convert it with 'ffmpeg -i in.%s out.wav'."
                        .formatted(other.name, other.suffix))
            .orElse(
                "This is not a sound that can be read: it begins like neither RIFF/WAVE nor NIST"
                    + " SPHERE."));
  }

  private static Optional<OtherFormat> of(byte[] file) {
    return container(file).or(() -> stream(file));
  }

  private static Optional<OtherFormat> container(byte[] file) {
    if (begins(file, EBML)) {
      return mentions(file, "webm")
          ? other("a WebM file, as browsers record it", "webm")
          : other("a Matroska file", "mka");
    }
    if (has(file, 0, "OggS")) {
      return mentions(file, "OpusHead")
          ? other("an Ogg file with Opus", "opus")
          : other("an Ogg file", "ogg");
    }
    if (has(file, 4, "ftyp")) {
      return other("an MP4 or M4A file", "m4a");
    }
    if (has(file, 0, "FORM") && (has(file, 8, "AIFF") || has(file, 8, "AIFC"))) {
      return other("an AIFF file", "aiff");
    }
    if (has(file, 0, "RIFX")) {
      return other("a big-endian RIFX file", "wav");
    }
    if (has(file, 0, "RIFF") && has(file, 8, "AVI ")) {
      return other("an AVI file", "avi");
    }
    if (has(file, 0, "riff") && has(file, 24, "wave")) {
      return other("a Wave64 file", "w64");
    }
    if (has(file, 0, "caff")) {
      return other("a Core Audio file", "caf");
    }
    return begins(file, ASF) ? other("a WMA file", "wma") : Optional.empty();
  }

  private static Optional<OtherFormat> stream(byte[] file) {
    if (has(file, 0, ".snd")) {
      return other("an AU file", "au");
    }
    if (has(file, 0, "fLaC")) {
      return other("a FLAC file", "flac");
    }
    if (has(file, 0, "#!AMR")) {
      return other("an AMR file", "amr");
    }
    if (has(file, 0, "ID3")) {
      return other("an MP3 file", "mp3");
    }
    return frames(file);
  }

  /** A frame of MPEG audio begins with eleven ones; its layer is 0 in AAC alone. */
  private static Optional<OtherFormat> frames(byte[] file) {
    if (file.length < 4 || file[0] != (byte) 0xFF) {
      return Optional.empty();
    }
    if ((file[1] & 0xF6) == 0xF0) {
      return other("an AAC file", "aac");
    }
    // Layer 2 or 3, and neither the version nor the bit rate is one that is reserved.
    boolean mpeg =
        (file[1] & 0xE0) == 0xE0
            && (file[1] & 0x18) != 0x08
            && ((file[1] & 0x06) == 0x02 || (file[1] & 0x06) == 0x04)
            && (file[2] & 0xF0) != 0xF0;
    return mpeg ? other("an MP3 file", "mp3") : Optional.empty();
  }

  private static Optional<OtherFormat> other(String name, String suffix) {
    return Optional.of(new OtherFormat(name, suffix));
  }

  private static boolean begins(byte[] file, byte[] magic) {
    return file.length >= magic.length
        && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }

  private static boolean mentions(byte[] file, String text) {
    return new String(file, 0, Math.min(file.length, HEAD), StandardCharsets.ISO_8859_1)
        .contains(text);
  }
}
