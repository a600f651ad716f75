package io.spikelet.runtime.audio;

import org.jspecify.annotations.Nullable;

/**
 * What it takes to decode a sound and to hear it, by its header and its length. Known before
 * anything is decoded.
 *
 * @param bytes of memory at the same time, beside the file's own
 */
public record SoundCost(long bytes) {

  private static final long READER_BYTES = 128 << 10;

  /**
   * Reads a file's header.
   *
   * @param frontEnd that the sound is heard through; null if it is only decoded
   * @throws SoundFormatException if it is no sound that is read, one without samples or one too
   *     long
   */
  public static SoundCost of(byte[] file, SoundLimits limits, @Nullable FrontEnd frontEnd) {
    StoredSound sound = SoundDecoder.stored(file);
    sound.requireLength(limits);
    long samples = sound.frames();
    long heard = frontEnd == null ? 0 : Cochleagram.bytes(samples, sound.sampleRate(), frontEnd);
    return new SoundCost(READER_BYTES + Float.BYTES * samples + heard);
  }
}
