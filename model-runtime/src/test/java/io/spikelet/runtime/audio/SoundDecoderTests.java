package io.spikelet.runtime.audio;

import static io.spikelet.runtime.audio.SoundFiles.ascii;
import static io.spikelet.runtime.audio.SoundFiles.chunk;
import static io.spikelet.runtime.audio.SoundFiles.doubles;
import static io.spikelet.runtime.audio.SoundFiles.extensible;
import static io.spikelet.runtime.audio.SoundFiles.floats;
import static io.spikelet.runtime.audio.SoundFiles.format;
import static io.spikelet.runtime.audio.SoundFiles.integers;
import static io.spikelet.runtime.audio.SoundFiles.riff;
import static io.spikelet.runtime.audio.SoundFiles.sphere;
import static io.spikelet.runtime.audio.SoundFiles.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link SoundDecoder}. */
class SoundDecoderTests {

  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  // Multiples of 1/128, which every encoding holds exactly.
  private static final float[] RAMP = {-1, -0.5f, -1 / 128f, 0, 1 / 128f, 0.5f, 127 / 128f};
  private static final byte[] RAMP_16 = integers(16, LITTLE, RAMP);

  static Stream<Arguments> encodings() {
    byte[] unsigned = integers(8, LITTLE, RAMP);
    for (int i = 0; i < unsigned.length; i++) {
      unsigned[i] += (byte) 128;
    }
    double[] wide = {-1, -0.5, -1 / 128.0, 0, 1 / 128.0, 0.5, 127 / 128.0};
    return Stream.of(
        Arguments.of(1, 8, unsigned),
        Arguments.of(1, 16, RAMP_16),
        Arguments.of(1, 24, integers(24, LITTLE, RAMP)),
        Arguments.of(1, 32, integers(32, LITTLE, RAMP)),
        Arguments.of(3, 32, floats(RAMP)),
        Arguments.of(3, 64, doubles(wide)));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void everyEncodingGivesTheSameRamp(int tag, int bits, byte[] data) {
    assertThat(decode(wave(format(tag, 1, 8000, bits), data)).samples()).containsExactly(RAMP);
    assertThat(decode(wave(extensible(tag, 1, 8000, bits), data)).samples()).containsExactly(RAMP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sphereIsReadInBothByteOrders(int bytes) {
    String fields = "sample_rate -i 12500\nsample_n_bytes -i %d\nsample_byte_format -s2 %s\n";
    byte[] little = integers(8 * bytes, LITTLE, RAMP);
    byte[] big = integers(8 * bytes, ByteOrder.BIG_ENDIAN, RAMP);
    Sound sound = decode(sphere(fields.formatted(bytes, "01"), little));
    assertThat(sound.samples()).containsExactly(RAMP);
    assertThat(sound.sampleRate()).isEqualTo(12_500);
    assertThat(decode(sphere(fields.formatted(bytes, "10"), big)).samples()).containsExactly(RAMP);
  }

  @Test
  void sphereEndsWithItsSampleCount() {
    String fields =
        """
        channel_count -i 2
        sample_count -i %d
        sample_rate -i 16000
        sample_n_bytes -i 2
        sample_byte_format -s2 01
        sample_coding -s3 pcm
        """;
    assertThat(decode(sphere(fields.formatted(2), RAMP_16)).samples())
        .containsExactly(-0.75f, -1 / 256f);
    assertThat(decode(sphere(fields.formatted(900_000_000_000L), RAMP_16)).samples()).hasSize(3);
  }

  @Test
  void channelsAreMixedByTheirMean() {
    Sound sound = decode(wave(format(1, 2, 44_100, 16), integers(16, LITTLE, -1, 0.5f, 0.25f, 0)));
    assertThat(sound.samples()).containsExactly(-0.25f, 0.125f);
    assertThat(sound).hasToString("2 samples at 44100 Hz");
    assertThat(decode(wave(format(1, 7, 8000, 16), RAMP_16)).samples()).hasSize(1);
  }

  @Test
  void otherChunksAreSkippedWithTheirPadding() {
    byte[] file =
        riff(
            chunk("LIST", new byte[5]),
            chunk("fmt ", format(1, 1, 8000, 16)),
            chunk("fact", new byte[4]),
            chunk("data", RAMP_16),
            chunk("LIST", new byte[6]));
    assertThat(decode(file).samples()).containsExactly(RAMP);
  }

  @Test
  void uncountedAndCutSamplesAreReadInWholeFrames() {
    byte[] format = chunk("fmt ", format(1, 1, 8000, 16));
    assertThat(decode(riff(format, chunk("data", -1, RAMP_16))).samples()).containsExactly(RAMP);
    byte[] whole = riff(format, chunk("data", RAMP_16));
    assertThat(decode(Arrays.copyOf(whole, whole.length - 3)).samples())
        .containsExactly(Arrays.copyOf(RAMP, 5));
  }

  @Test
  void loudFloatsAreDividedByTheirPeak() {
    assertThat(decode(wave(format(3, 1, 8000, 32), floats(2, -4, 1))).samples())
        .containsExactly(0.5f, -1, 0.25f);
    double[] huge = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 0};
    assertThat(decode(wave(format(3, 2, 8000, 64), doubles(huge))).samples())
        .containsExactly(1, -0.5f);
  }

  @Test
  void whatIsNoSoundIsRefused() {
    assertThatDecoding(new byte[0]).hasMessage("The sound is empty.");
    String unknown =
        "This is not a sound that can be read: it begins like neither RIFF/WAVE nor NIST SPHERE.";
    assertThatDecoding(ascii("OggS and so on")).hasMessage(unknown);
    assertThatDecoding(ascii("RIFF....AVI LIST")).hasMessage(unknown);
    assertThatDecoding(new byte[1]).hasMessage(unknown);
  }

  @Test
  void cutHeadersAreRefused() {
    byte[] file = wave(8000, RAMP);
    for (int length : new int[] {4, 11, 12, 30, 43}) {
      assertThatDecoding(Arrays.copyOf(file, length))
          .hasMessage("The WAVE sound is cut short in its header.");
    }
    assertThatDecoding(riff(chunk("data", RAMP_16), chunk("fmt ", format(1, 1, 8000, 16))))
        .hasMessage("The WAVE sound does not say how its samples are stored.");
    assertThatDecoding(wave(new byte[14], RAMP_16))
        .hasMessage("The WAVE sound's format has 14 bytes; it must have at least 16.");
    byte[] sphere = sphere(8000, RAMP);
    assertThatDecoding(Arrays.copyOf(sphere, 15))
        .hasMessage("The SPHERE sound is cut short in its header.");
    assertThatDecoding(Arrays.copyOf(sphere, 1023))
        .hasMessage("The SPHERE sound is cut short in its header.");
    assertThatDecoding(ascii("NIST_1A\n  1e9  \n"))
        .hasMessage("The SPHERE sound's header has no readable size from 16 to 65536 bytes.");
    assertThatDecoding(ascii("NIST_1A\n     25\nno field\n"))
        .hasMessage("The SPHERE sound's header has no end.");
  }

  @Test
  void soundsWithoutSamplesAreRefused() {
    assertThatDecoding(wave(8000)).hasMessage("The sound has no samples.");
    assertThatDecoding(Arrays.copyOf(wave(8000, RAMP), 45)).hasMessage("The sound has no samples.");
    assertThatDecoding(sphere(8000)).hasMessage("The sound has no samples.");
  }

  @Test
  void unreadSampleSizesAreRefused() {
    assertThatDecoding(wave(format(1, 8, 8000, 1), RAMP_16))
        .hasMessage("The WAVE sound has integers of 1 bits; 8, 16, 24 and 32 are read.");
    assertThatDecoding(wave(format(3, 1, 8000, 16), RAMP_16))
        .hasMessage("The WAVE sound has floats of 16 bits; 32 and 64 are read.");
    assertThatDecoding(sphere("sample_n_bytes -i 3\n", RAMP_16))
        .hasMessage("The SPHERE sound has samples of 3 bytes; 1, 2 and 4 are read.");
    assertThatDecoding(sphere("sample_n_bytes -s3 two\n", RAMP_16))
        .hasMessage("The SPHERE sound's sample_n_bytes is 'two'; it must be a whole number.");
    assertThatDecoding(sphere("sample_n_bytes -i 2\nsample_byte_format -s2 11\n", RAMP_16))
        .hasMessage("The SPHERE sound has the byte order '11'; 01 and 10 are read.");
  }

  @Test
  void compressedSoundsAreRefusedByName() {
    assertThatDecoding(wave(format(7, 1, 8000, 8), RAMP_16))
        .hasMessage(
            "The WAVE sound is stored as mu-law (format tag 0x0007); only uncompressed integers and"
                + " floats are read.");
    assertThatDecoding(wave(extensible(0x55, 2, 8000, 16), RAMP_16))
        .hasMessageContaining("stored as MP3 (format tag 0x0055)");
    assertThatDecoding(wave(format(0xFFFE, 1, 8000, 16), RAMP_16))
        .hasMessageContaining("stored as an unknown sub-format (format tag 0xFFFE)");
    assertThatDecoding(sphere("sample_coding -s26 pcm,embedded-shorten-v2.00\n", RAMP_16))
        .hasMessage(
            "The SPHERE sound is stored as 'pcm,embedded-shorten-v2.00'; only pcm, which is not"
                + " compressed, is read.");
  }

  @Test
  void ratesAndChannelsOutOfRangeAreRefused() {
    assertThatDecoding(wave(format(1, 1, 999, 16), RAMP_16))
        .hasMessage("The sound has 999 samples a second; 1000 to 384000 are read.");
    assertThatDecoding(wave(format(1, 1, -1, 16), RAMP_16))
        .hasMessage("The sound has 4294967295 samples a second; 1000 to 384000 are read.");
    assertThatDecoding(wave(format(1, 0, 8000, 16), RAMP_16))
        .hasMessage("The sound has 0 channels; 1 to 64 are read.");
    assertThatDecoding(wave(format(1, 65, 8000, 16), RAMP_16))
        .hasMessage("The sound has 65 channels; 1 to 64 are read.");
    byte[] contradiction = format(1, 2, 8000, 16);
    contradiction[12] = 3;
    assertThatDecoding(wave(contradiction, RAMP_16))
        .hasMessage(
            "The WAVE sound's header contradicts itself: its frames have 3 bytes, its samples 4.");
  }

  @Test
  void samplesThatAreNoNumbersAreRefused() {
    assertThatDecoding(wave(format(3, 1, 8000, 32), floats(0, 1, Float.NaN)))
        .hasMessage("Sample 2 of the sound is not a finite number.");
    assertThatDecoding(wave(format(3, 1, 8000, 64), doubles(Double.NEGATIVE_INFINITY)))
        .hasMessage("Sample 0 of the sound is not a finite number.");
  }

  @Test
  void longSoundsAreRefused() {
    byte[] file = wave(1000, new float[1501]);
    assertThat(SoundDecoder.decode(file, new SoundLimits(1.501)).seconds()).isEqualTo(1.501);
    assertThatThrownBy(() -> SoundDecoder.decode(file, new SoundLimits(1.5)))
        .isInstanceOf(SoundFormatException.class)
        .hasMessage("The sound lasts 1.50 s; at most 1.5 s are read.");
    assertThatThrownBy(() -> SoundDecoder.decode(file, new SoundLimits(1)))
        .hasMessage("The sound lasts 1.50 s; at most 1 s are read.");
  }

  @Test
  void damagedFilesGiveASoundOrASentence() {
    Random random = new Random(1);
    List<byte[]> files =
        List.of(
            wave(8000, RAMP),
            wave(extensible(3, 1, 48_000, 32), floats(RAMP)),
            wave(format(3, 2, 48_000, 64), doubles(new double[9])),
            riff(
                chunk("LIST", new byte[9]),
                chunk("fmt ", format(1, 3, 9000, 24)),
                chunk("data", RAMP_16)),
            sphere(12_500, RAMP));
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = damaged(files.get(round % files.size()), random);
      try {
        assertThat(decode(damaged).samples().length).isBetween(1, damaged.length);
      } catch (SoundFormatException e) {
        assertThat(e).hasMessageEndingWith(".");
      }
    }
  }

  /** Some bytes changed, mostly those of headers; perhaps cut. */
  private static byte[] damaged(byte[] file, Random random) {
    byte[] damaged =
        random.nextBoolean() ? file.clone() : Arrays.copyOf(file, random.nextInt(file.length + 1));
    for (int i = random.nextInt(5); i > 0 && damaged.length > 0; i--) {
      int at = random.nextInt(Math.min(damaged.length, 180));
      damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
    }
    return damaged;
  }

  private static Sound decode(byte[] file) {
    return SoundDecoder.decode(file, SoundLimits.DEFAULT);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertThatDecoding(byte[] file) {
    return assertThatThrownBy(() -> decode(file)).isInstanceOf(SoundFormatException.class);
  }
}
