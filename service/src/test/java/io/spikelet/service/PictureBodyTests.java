package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.service.ServiceClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pictures of requests mean: dark ink, light ink, ink on nothing. */
class PictureBodyTests extends WholeService {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;

  @ParameterizedTest
  @ValueSource(strings = {"/reconstruct?seed=1", "/latents?seed=1", "/classify?model=classifier"})
  void inkOfAnyKindIsReadAsTheModelKnowsIt(String path) {
    byte[] lightOnBlack = posted(path, grey(0, 255));
    assertThat(posted(path + "&invert=true", grey(255, 0))).isEqualTo(lightOnBlack);
    assertThat(posted(path + "&background=white&invert=true", onNothing(0)))
        .isEqualTo(lightOnBlack);
    assertThat(posted(path + "&background=black&invert=false", onNothing(255)))
        .isEqualTo(lightOnBlack);
    assertThat(posted(path, onNothing(0))).isEqualTo(posted(path, grey(0, 0)));
  }

  @Test
  void anotherValueIsRefused() {
    byte[] picture = grey(0, 255);
    Answer background = service.post("/reconstruct?background=grey", picture);
    assertThat(background.status()).isEqualTo(400);
    assertThat(background.text()).contains("'background' is 'grey'", "one of black, white");
    Answer invert = service.post("/classify?invert=1", picture);
    assertThat(invert.status()).isEqualTo(400);
    assertThat(invert.text()).contains("one of false, true");
  }

  @Test
  void anotherFormatIsRefusedByItsName() {
    byte[] heic = "\0\0\0\u0018ftypheic".getBytes(StandardCharsets.ISO_8859_1);
    Answer answer = service.post("/classify", heic, "Content-Type", "image/heic");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .contains("This is a HEIC picture; pictures are read as PNG, JPEG, GIF, BMP, TIFF, WebP.");
  }

  private byte[] posted(String path, byte[] picture) {
    Answer answer = service.post(path, picture, "Content-Type", "image/png");
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  /** A bar of ink on paper. */
  private static byte[] grey(int paper, int ink) {
    byte[] levels = new byte[PIXELS];
    Arrays.fill(levels, (byte) paper);
    Arrays.fill(levels, PIXELS / 3, PIXELS / 2, (byte) ink);
    return PngCodec.encode(Image.ofBytes(1, SIDE, SIDE, levels, ValueRange.UNIT));
  }

  /** The same bar on nothing; grey and alpha. */
  private static byte[] onNothing(int ink) {
    byte[] levels = new byte[2 * PIXELS];
    Arrays.fill(levels, 0, PIXELS, (byte) ink);
    Arrays.fill(levels, PIXELS + PIXELS / 3, PIXELS + PIXELS / 2, (byte) 255);
    return PngCodec.encode(Image.ofBytes(2, SIDE, SIDE, levels, ValueRange.UNIT));
  }
}
