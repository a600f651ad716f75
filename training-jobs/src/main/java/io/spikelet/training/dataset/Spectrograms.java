package io.spikelet.training.dataset;

import io.spikelet.runtime.audio.Cochleagram;
import io.spikelet.runtime.audio.FrontEnd;
import java.util.stream.IntStream;

/** Sounds as pictures over frequency and time. */
public final class Spectrograms {

  private Spectrograms() {}

  /**
   * Each sound's {@link Cochleagram} as a grey picture, {@code [1, channels, frames]}, its values v
   * as levels round(255 v), computed once by all cores. The digest is that of the sounds.
   */
  public static ImageSet of(SoundSet sounds, FrontEnd frontEnd) {
    byte[][] pictures =
        IntStream.range(0, sounds.size())
            .parallel()
            .mapToObj(i -> levels(Cochleagram.of(sounds.sound(i), frontEnd)))
            .toArray(byte[][]::new);
    return new PreparedImages(
        1,
        frontEnd.channels(),
        frontEnd.frames(),
        pictures,
        IntStream.range(0, sounds.size()).map(sounds::label).toArray(),
        sounds.labels(),
        sounds.digest());
  }

  private static byte[] levels(float[] values) {
    byte[] levels = new byte[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.round(255 * values[i]);
    }
    return levels;
  }
}
