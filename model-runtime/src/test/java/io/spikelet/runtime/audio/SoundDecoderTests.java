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

import io.spikelet.runtime.interruption.WorkInterruptedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
  @CsvSource({"6, 9d764657", "7, 0c847a9f"})
  void logarithmsAreThoseOfG711(int tag, String crc) {
    byte[] codes = new byte[256];
    for (int i = 0; i < 256; i++) {
      codes[i] = (byte) i;
    }
    float[] samples = decode(wave(format(tag, 1, 8000, 8), codes)).samples();
    assertThat(decode(wave(extensible(tag, 1, 8000, 8), codes)).samples()).isEqualTo(samples);
    // audioop.alaw2lin(bytes(range(256)), 2) and ulaw2lin, as 16-bit integers.
    CRC32 sum = new CRC32();
    sum.update(integers(16, LITTLE, samples));
    assertThat(HexFormat.of().toHexDigits((int) sum.getValue())).isEqualTo(crc);
    String fields = "sample_rate -i 8000\nsample_n_bytes -i 1\nsample_coding -s4 ";
    String coding = tag == 6 ? "alaw\n" : "ulaw\n";
    assertThat(decode(sphere(fields + coding, codes)).samples()).isEqualTo(samples);
  }

  @Test
  void logarithmsByHand() {
    // 0xD5 ^ 0x55 = 0x80: sign +, e = 0, m = 0: 1 / 4096. 0xAA: 0xFF: (30 + 33) 2^6 / 4096.
    // 0x2A ^ 0x55 = 0x7F: the same, -. 0xC5 ^ 0x55 = 0x90: e = 1, m = 0: 33 / 4096.
    assertThat(decode(wave(6, 8000, 8, bytes(0xD5, 0xAA, 0x2A, 0xC5))).samples())
        .containsExactly(1 / 4096f, 4032 / 4096f, -4032 / 4096f, 33 / 4096f);
    // 0xFF: sign +, e = 0, m = 0: 33 - 33. 0x80: e = 7, m = 15: 63 * 128 - 33. 0xEF: e = 1: 66 -
    // 33.
    assertThat(decode(wave(7, 8000, 8, bytes(0xFF, 0x80, 0x00, 0xEF))).samples())
        .containsExactly(0, 8031 / 8192f, -8031 / 8192f, 33 / 8192f);
  }

  @Test
  void fewerValidBitsStandAtTheUpperEnd() {
    // 20 valid bits of 24, as WAVE_FORMAT_EXTENSIBLE says, and 12 of 16 as plain PCM does.
    byte[] extensible = extensible(1, 1, 8000, 24);
    extensible[18] = 20;
    assertThat(decode(wave(extensible, bytes(0, 0, 0x40, 0xF0, 0xFF, 0xFF))).samples())
        .containsExactly(0.5f, -1 / 524288f);
    byte[] plain = format(1, 1, 8000, 16);
    plain[14] = 12;
    assertThat(decode(wave(plain, bytes(0, 0x40, 0xF0, 0xFF))).samples())
        .containsExactly(0.5f, -1 / 2048f);
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

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 0x7FFFFFFF, 0x7FFFF000})
  void whatARecorderDidNotCountIsReadToItsEnd(int size) {
    byte[] streamed =
        riff(
            chunk("LIST", new byte[26]),
            chunk("fmt ", format(1, 1, 8000, 16)),
            chunk("data", size, RAMP_16));
    for (int i = 4; i < 8; i++) {
      streamed[i] = (byte) size;
    }
    assertThat(decode(streamed).samples()).containsExactly(RAMP);
  }

  @Test
  void noSamplesBeforeOtherChunksAreNone() {
    byte[] format = chunk("fmt ", format(1, 1, 8000, 16));
    for (int length : new int[] {0, 5, 26}) {
      assertThatDecoding(
              riff(
                  format,
                  chunk("data", new byte[0]),
                  chunk("LIST", new byte[length]),
                  chunk("id3 ", new byte[7])))
          .hasMessage("The sound has no samples.");
    }
    byte[] unpadded = riff(format, chunk("data", new byte[0]), chunk("id3 ", new byte[7]));
    assertThatDecoding(Arrays.copyOf(unpadded, unpadded.length - 1))
        .hasMessage("The sound has no samples.");
  }

  @ParameterizedTest
  @CsvSource({
    "RF64, 14, -1",
    "BW64, 14, -1",
    "RF64, 0, -1",
    "RF64, -1, -1",
    "RF64, 77, -1",
    "BW64, 1, 14"
  })
  void sizesOf64BitsAreRead(String magic, long longSize, int size) {
    byte[] sizes = new byte[28];
    ByteBuffer.wrap(sizes).order(LITTLE).putLong(8, longSize);
    byte[] file =
        riff(
            chunk("ds64", sizes),
            chunk("bext", new byte[603]),
            chunk("fmt ", format(1, 1, 8000, 16)),
            chunk("data", size, RAMP_16));
    System.arraycopy(ascii(magic), 0, file, 0, 4);
    assertThat(SoundDecoder.recognises(file)).isTrue();
    assertThat(decode(file).samples()).containsExactly(RAMP);
  }

  @Test
  void aSizeOf64BitsEndsTheSamples() {
    byte[] sizes = new byte[28];
    ByteBuffer.wrap(sizes).order(LITTLE).putLong(8, 6);
    byte[] file =
        riff(
            chunk("ds64", sizes),
            chunk("fmt ", format(1, 1, 8000, 16)),
            chunk("data", -1, RAMP_16));
    System.arraycopy(ascii("RF64"), 0, file, 0, 4);
    assertThat(decode(file).samples()).containsExactly(Arrays.copyOf(RAMP, 3));
    byte[] short64 =
        riff(
            chunk("ds64", new byte[3]),
            chunk("fmt ", format(1, 1, 8000, 16)),
            chunk("data", -1, RAMP_16));
    System.arraycopy(ascii("RF64"), 0, short64, 0, 4);
    assertThat(decode(short64).samples()).containsExactly(RAMP);
  }

  @Test
  void chunksOfOddLengthMayLackTheirPadding() {
    byte[] odd = chunk("LIST", new byte[5]);
    byte[] format = chunk("fmt ", format(1, 1, 8000, 16));
    byte[] data = chunk("data", RAMP_16);
    assertThat(decode(riff(Arrays.copyOf(odd, 13), format, data)).samples()).containsExactly(RAMP);
    assertThat(decode(riff(format, Arrays.copyOf(odd, 13), data)).samples()).containsExactly(RAMP);
    assertThat(decode(riff(odd, format, odd, data)).samples()).containsExactly(RAMP);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(
            "1a45dfa39f4286810142f7810142f2810442f381084282847765626d",
            "a WebM file, as browsers record it",
            "webm"),
        Arguments.of(
            "1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61",
            "a Matroska file",
            "mka"),
        Arguments.of(
            "4f676753000200000000000000000000000000000000000000000113" + "4f70757348656164",
            "an Ogg file with Opus",
            "opus"),
        Arguments.of(
            "4f67675300020000000000000000" + "00000000000000000000000001" + "1e01766f72626973",
            "an Ogg file",
            "ogg"),
        Arguments.of("00000020667479704d344120", "an MP4 or M4A file", "m4a"),
        Arguments.of("464f524d0000004641494646", "an AIFF file", "aiff"),
        Arguments.of("464f524d0000004641494643", "an AIFF file", "aiff"),
        Arguments.of("524946580000002457415645", "a big-endian RIFX file", "wav"),
        Arguments.of("524946460000002441564920", "an AVI file", "avi"),
        Arguments.of(
            "726966662e91cf11a5d628db04c10000" + "0000000000000000" + "77617665f3acd311",
            "a Wave64 file",
            "w64"),
        Arguments.of("63616666000100006465736300", "a Core Audio file", "caf"),
        Arguments.of("3026b2758e66cf11a6d900aa0062ce6c", "a WMA file", "wma"),
        Arguments.of("2e736e6400000018ffffffff", "an AU file", "au"),
        Arguments.of("664c614300000022", "a FLAC file", "flac"),
        Arguments.of("2321414d520a", "an AMR file", "amr"),
        Arguments.of("49443304000000", "an MP3 file", "mp3"),
        Arguments.of("fffb9064", "an MP3 file", "mp3"),
        Arguments.of("fff15080", "an AAC file", "aac"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherFormatsAreRefusedByNameWithTheWay(String beginning, String name, String suffix) {
    byte[] file = HexFormat.of().parseHex(beginning);
    assertThatDecoding(file)
        .hasMessage(
            "This is %s, which is not read; WAV and NIST SPHERE are: convert it with 'ffmpeg -i"
                + " in.%s out.wav'.",
            name, suffix);
    assertThat(SoundDecoder.recognises(file)).isFalse();
    for (int length = 1; length < file.length; length++) {
      assertThatDecoding(Arrays.copyOf(file, length));
    }
  }

  @Test
  void theCostIsKnownFromTheHeader() {
    FrontEnd frontEnd = FrontEnd.narrowband();
    byte[] file = wave(16_000, new float[32_000]);
    long decoded = SoundCost.of(file, SoundLimits.DEFAULT, null).bytes();
    // A float for each sample; two doubles for each of the half as many that are heard.
    assertThat(decoded).isEqualTo((128 << 10) + 4 * 32_000);
    assertThat(SoundCost.of(file, SoundLimits.DEFAULT, frontEnd).bytes())
        .isEqualTo(decoded + (2 << 20) + 16 * 16_000 + 20 * 39 * 40);
    // A minute at the lowest rate becomes 8 times as many samples.
    byte[] slow = wave(1, 1_000, 8, new byte[60_000]);
    assertThat(SoundCost.of(slow, SoundLimits.DEFAULT, frontEnd).bytes())
        .isGreaterThan(16 * 480_000);
    assertThatThrownBy(() -> SoundCost.of(file, new SoundLimits(1.9), frontEnd))
        .hasMessage("The sound lasts 2.00 s; at most 1.9 s are read.");
    assertThatThrownBy(() -> SoundCost.of(wave(8000), SoundLimits.DEFAULT, frontEnd))
        .hasMessage("The sound has no samples.");
  }

  @Test
  void anInterruptEndsDecoding() {
    byte[] file = wave(8000, RAMP);
    byte[] floats = wave(format(3, 1, 8000, 32), floats(RAMP));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> decode(file)).isInstanceOf(WorkInterruptedException.class);
      assertThatThrownBy(() -> decode(floats)).isInstanceOf(WorkInterruptedException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
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
    assertThatDecoding(ascii("lalalalala")).hasMessage(unknown);
    assertThatDecoding(ascii("RIFF....WEBPVP8 ")).hasMessage(unknown);
    assertThatDecoding(new byte[1]).hasMessage(unknown);
    assertThatDecoding(new byte[] {-1, -2, 'a', 0}).hasMessage(unknown);
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
        .hasMessage("The WAVE sound has integers of 1 bits; 8 to 32 are read.");
    assertThatDecoding(wave(format(1, 1, 8000, 40), RAMP_16))
        .hasMessage("The WAVE sound has integers of 40 bits; 8 to 32 are read.");
    assertThatDecoding(wave(format(6, 1, 8000, 16), RAMP_16))
        .hasMessage("The WAVE sound has A-law or mu-law of 16 bits; 8 are read.");
    assertThatDecoding(sphere("sample_n_bytes -i 2\nsample_coding -s4 ulaw\n", RAMP_16))
        .hasMessage("The SPHERE sound has samples of 2 bytes; its coding has 1.");
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
    assertThatDecoding(wave(format(2, 1, 8000, 8), RAMP_16))
        .hasMessage(
            "The WAVE sound is stored as Microsoft ADPCM (format tag 0x0002); read are integers,"
                + " floats, A-law and mu-law, into which 'ffmpeg -i in.wav -c:a pcm_s16le out.wav'"
                + " brings it.");
    assertThatDecoding(wave(extensible(0x55, 2, 8000, 16), RAMP_16))
        .hasMessageContaining("stored as MP3 (format tag 0x0055)");
    assertThatDecoding(wave(format(0xFFFE, 1, 8000, 16), RAMP_16))
        .hasMessageContaining("stored as an unknown sub-format (format tag 0xFFFE)");
    assertThatDecoding(sphere("sample_coding -s26 pcm,embedded-shorten-v2.00\n", RAMP_16))
        .hasMessage(
            "The SPHERE sound is stored as 'pcm,embedded-shorten-v2.00'; read are pcm, ulaw and"
                + " alaw.");
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
