package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.audio.SoundFiles;
import io.spikelet.service.ServiceClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad sound gets a problem detail with its sentence, and the next sound is heard. */
class BadSoundTests extends WholeService {
  private static final byte[] GOOD = SoundFiles.wave(8_000, SoundFiles.tone(500, 8_000, 800));
  private static final byte[] NAN = HexFormat.of().parseHex("0000c07f".repeat(100));

  @AfterEach
  void theNextSoundIsHeard() {
    assertThat(post("/audio-to-image", GOOD).status()).isEqualTo(200);
  }

  static Stream<Arguments> bad() {
    byte[] wrongMagic = GOOD.clone();
    wrongMagic[3] = 'Q';
    return Stream.of(
        Arguments.of("empty", new byte[0], 400, "The body is empty; send a sound"),
        Arguments.of("too large", new byte[11_000_000], 413, "10485760"),
        Arguments.of("cut in its header", Arrays.copyOf(GOOD, 30), 422, "cut short in its header"),
        Arguments.of("cut in its magic", Arrays.copyOf(GOOD, 6), 422, "cut short in its header"),
        Arguments.of("wrong magic", wrongMagic, 422, "neither RIFF/WAVE nor NIST SPHERE"),
        Arguments.of("text", text("la la la"), 422, "neither RIFF/WAVE nor NIST SPHERE"),
        Arguments.of("no samples", SoundFiles.wave(8_000), 422, "has no samples"),
        Arguments.of(
            "one bit",
            SoundFiles.wave(1, 8_000, 1, new byte[100]),
            422,
            "integers of 1 bits; 8 to 32 are read"),
        Arguments.of(
            "no numbers",
            SoundFiles.wave(3, 8_000, 32, NAN),
            422,
            "Sample 0 of the sound is not a finite number"),
        Arguments.of(
            "two hours",
            SoundFiles.wave(1, 1_000, 8, new byte[7_200_000]),
            422,
            "The sound lasts 7200.00 s; at most 60 s are read."),
        Arguments.of(
            "too slow", SoundFiles.wave(10, 0.5f), 422, "10 samples a second; 1000 to 384000"),
        Arguments.of(
            "compressed",
            SoundFiles.wave(0x11, 8_000, 4, new byte[100]),
            422,
            "stored as IMA ADPCM (format tag 0x0011); read are integers"),
        Arguments.of(
            "what browsers record",
            HexFormat.of().parseHex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d"),
            422,
            "convert it with 'ffmpeg -i in.webm out.wav'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void aBadSoundIsRefusedWithItsSentence(String what, byte[] sound, int status, String detail) {
    for (String path : new String[] {"/audio-to-image", "/latents?model=audiocoder"}) {
      Answer answer = post(path, sound);
      assertThat(answer.status()).as(what + answer.text()).isEqualTo(status);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.json().at("/detail").asString()).contains(detail);
    }
  }

  private Answer post(String path, byte[] sound) {
    return service.post(path, sound, "Content-Type", "audio/wav");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
