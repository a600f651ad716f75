package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.image.ValueRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tests for {@link PictureDecoder}: pictures of data sets are read as those of requests. */
class PictureDecoderTests {

  private static final int BEHIND_HEADER = 33;

  @Test
  void aPictureIsTurnedAsTheCameraWasHeld() {
    byte[] png = PngCodec.encode(Image.ofBytes(1, 1, 2, new byte[] {10, 20}, ValueRange.UNIT));
    byte[] exif = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0};
    ByteBuffer turned =
        ByteBuffer.allocate(png.length + exif.length + 12)
            .put(png, 0, BEHIND_HEADER)
            .putInt(exif.length)
            .put("eXIf".getBytes(StandardCharsets.US_ASCII))
            .put(exif)
            .putInt(0)
            .put(png, BEHIND_HEADER, png.length - BEHIND_HEADER);
    Picture picture = PictureDecoder.decode(turned.array(), "turned.png");
    assertThat(picture.channels()).isOne();
    assertThat(picture.height()).isEqualTo(2);
    assertThat(picture.width()).isOne();
    assertThat(picture.pixels()).containsExactly(10, 20);
  }

  @Test
  void transparencyIsLaidOnBlack() {
    byte[] levels = {100, 100, 0, (byte) 255};
    byte[] png = PngCodec.encode(Image.ofBytes(2, 1, 2, levels, ValueRange.UNIT));
    assertThat(PictureDecoder.decode(png, "ink.png").pixels()).containsExactly(0, 100);
  }

  @Test
  void anotherFormatIsRefusedByItsName() {
    byte[] heic = "\0\0\0\u0018ftypheic".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PictureDecoder.decode(heic, "photo.heic"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("photo.heic")
        .hasMessageContaining("a HEIC picture");
  }
}
