package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.audio.Cochleagram;
import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.audio.SoundFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link Spectrograms}. */
class SpectrogramsTests {

  @TempDir Path directory;

  @Test
  void pictureHasTheCochleagramsLevels() throws IOException {
    FrontEnd frontEnd = new FrontEnd(8_000, 0.5, 20, 40, 0.004);
    for (int digit = 3; digit < 5; digit++) {
      byte[] tone = SoundFiles.wave(8_000, SoundFiles.tone(400.0 * digit, 8_000, 900));
      DatasetFiles.write(directory.resolve(digit + "_theo_11.wav"), tone);
    }
    SoundSet sounds = DatasetSource.parse("fsdd:" + directory).openSounds(Split.TRAIN);
    ImageSet pictures = Spectrograms.of(sounds, frontEnd);
    assertThat(new int[] {pictures.channels(), pictures.height(), pictures.width()})
        .containsExactly(1, 20, 40);
    assertThat(pictures.size()).isEqualTo(2);
    assertThat(pictures.label(1)).isEqualTo(4);
    assertThat(pictures.labels()).hasSize(10);
    assertThat(pictures.digest()).isEqualTo(sounds.digest());
    float[] values = Cochleagram.of(sounds.sound(1), frontEnd);
    for (int i = 0; i < values.length; i++) {
      assertThat(pictures.pixels(1)[i] & 0xff).isEqualTo(Math.round(255 * values[i]));
    }
  }
}
