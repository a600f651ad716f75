package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link PngCodec}: what it writes, what it reads, what it refuses. */
class PngCodecTests {

  private static final int IHDR_AT = 8;

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,32,32", "2,5,7", "3,64,64", "4,31,33", "1,300,301"})
  void readsWhatItWrites(int channels, int height, int width) {
    Image image = noise(channels, height, width);
    byte[] png = PngCodec.encode(image);
    assertThat(PngCodec.decode(png)).isEqualTo(image);
    assertThat(PngCodec.encode(image)).isEqualTo(png);
  }

  @Test
  void anotherReaderSeesTheSamePixels() throws IOException {
    Image image = noise(3, 9, 11);
    var read = ImageIO.read(new ByteArrayInputStream(PngCodec.encode(image)));
    byte[] hwc = image.toHwcBytes();
    for (int i = 0; i < 99; i++) {
      int rgb = read.getRGB(i % 11, i / 11);
      assertThat(rgb & 0xFFFFFF)
          .isEqualTo(
              ByteBuffer.wrap(new byte[] {0, hwc[3 * i], hwc[3 * i + 1], hwc[3 * i + 2]}).getInt());
    }
  }

  @Test
  void everyChunkHasItsChecksum() {
    ByteBuffer png = ByteBuffer.wrap(PngCodec.encode(noise(1, 4, 4))).position(IHDR_AT);
    while (png.hasRemaining()) {
      byte[] chunk = new byte[4 + png.getInt()];
      png.get(chunk);
      CRC32 checksum = new CRC32();
      checksum.update(chunk);
      assertThat(png.getInt()).isEqualTo((int) checksum.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "rgb.bmp", "palette.png", "palette.gif"})
  void readsColour(String file) {
    Image image = PngCodec.decode(PillowVectors.file(file));
    assertThat(image.toHwcBytes()).isEqualTo(colour());
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey.png", "grey16.png"})
  void readsGrey(String file) {
    Image image = PngCodec.decode(PillowVectors.file(file));
    assertThat(image.channels()).isEqualTo(1);
    assertThat(image.toChwBytes()).isEqualTo(red());
  }

  @Test
  void readsBlackAndWhite() {
    byte[] red = red();
    byte[] levels = PngCodec.decode(PillowVectors.file("bit1.png")).toHwcBytes();
    int channels = levels.length / red.length;
    for (int i = 0; i < red.length; i++) {
      assertThat(Byte.toUnsignedInt(levels[i * channels]))
          .isEqualTo(Byte.toUnsignedInt(red[i]) > 127 ? 255 : 0);
    }
  }

  @Test
  void readsTransparency() {
    byte[] rgba = PngCodec.decode(PillowVectors.file("rgba.png")).toHwcBytes();
    byte[] greyAlpha = PngCodec.decode(PillowVectors.file("greyalpha.png")).toHwcBytes();
    byte[] rgb = colour();
    byte[] all = new PillowVectors().array("colour").bytes();
    for (int i = 0; i < 30; i++) {
      byte alpha = all[((5 + i / 6) * 30 + i % 6) * 3];
      assertThat(Arrays.copyOfRange(rgba, 4 * i, 4 * i + 4))
          .containsExactly(rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2], alpha);
      assertThat(Arrays.copyOfRange(greyAlpha, 2 * i, 2 * i + 2))
          .containsExactly(rgb[3 * i], alpha);
    }
  }

  @Test
  void readsJpeg() {
    Image grey = PngCodec.decode(PillowVectors.file("grey.jpg"));
    assertThat(grey.channels()).isEqualTo(1);
    assertThat(grey.toChwBytes()).containsOnly(77);
    Image colour = PngCodec.decode(PillowVectors.file("rgb.jpg"));
    Image progressive = PngCodec.decode(PillowVectors.file("progressive.jpg"));
    assertThat(colour.channels()).isEqualTo(3);
    assertThat(MeanSquaredError.of(colour, progressive)).isCloseTo(0, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png",
        "grey16.png",
        "rgba.png",
        "palette.png",
        "palette.gif",
        "rgb.bmp",
        "rgb.jpg",
        "progressive.jpg"
      })
  void aPictureCutShortIsRefusedOrComplete(String file) {
    byte[] whole = PillowVectors.file(file);
    Image complete = PngCodec.decode(whole);
    for (int length = 1; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        assertThat(PngCodec.decode(part)).isEqualTo(complete);
      } catch (ImageFormatException refused) {
        assertThat(refused.getMessage()).endsWith(".");
      }
    }
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertThatExceptionOfType(ImageFormatException.class).isThrownBy(() -> PngCodec.decode(half));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rgb.png", "grey16.png", "palette.png", "palette.gif", "rgb.bmp", "rgb.jpg"})
  void answersDamageWithAPictureOrARefusal(String file) {
    byte[] whole = PillowVectors.file(file);
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        assertThat(PngCodec.decode(damaged).values()).isPositive();
      } catch (ImageFormatException refused) {
        assertThat(refused.getMessage()).endsWith(".");
      }
    }
  }

  @Test
  void refusesAHugeHeaderWithoutReadingPixels() {
    byte[] png = PngCodec.encode(noise(1, 4, 4));
    ByteBuffer.wrap(png).putInt(IHDR_AT + 8, 60_000).putInt(IHDR_AT + 12, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, IHDR_AT + 4, 17);
    ByteBuffer.wrap(png).putInt(IHDR_AT + 21, (int) checksum.getValue());
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(png))
        .withMessage(
            "The PNG picture claims to be 60000 x 60000 pixels; sides may be from 1 to 4096.");
  }

  @Test
  void refusesMoreThanTheLimits() {
    byte[] png = PngCodec.encode(noise(1, 4, 9));
    assertThat(PngCodec.decode(png, new DecodeLimits(9, png.length)).width()).isEqualTo(9);
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(png, new DecodeLimits(8, 1000)))
        .withMessageContaining("9 x 4");
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(png, new DecodeLimits(9, 10)))
        .withMessageContaining("at most 10 are read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello, this is a text", "P5 1 1 255 x", "<svg/>", "BM", "GIF89a"})
  void refusesTextAsAPicture(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(body))
        .withMessageMatching("The .*\\.|This .*\\.");
  }

  @Test
  void refusesAJpegOfCountlessScans() {
    byte[] jpeg = PillowVectors.file("rgb.jpg");
    ByteBuffer body = ByteBuffer.allocate(jpeg.length + 400).put(jpeg, 0, jpeg.length - 2);
    while (body.remaining() > 2) {
      body.putInt(0xFFDA0002);
    }
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(body.array()))
        .withMessageContaining("scans");
  }

  private static Image noise(int channels, int height, int width) {
    byte[] levels = new byte[channels * height * width];
    new Random(levels.length).nextBytes(levels);
    return Image.ofBytes(channels, height, width, levels, ValueRange.UNIT);
  }

  /** The upper left 5 x 6 pixels of the vector "colour", {@code [height, width, channels]}. */
  private static byte[] colour() {
    byte[] all = new PillowVectors().array("colour").bytes();
    byte[] corner = new byte[5 * 6 * 3];
    for (int y = 0; y < 5; y++) {
      System.arraycopy(all, y * 30 * 3, corner, y * 6 * 3, 6 * 3);
    }
    return corner;
  }

  private static byte[] red() {
    byte[] colour = colour();
    byte[] red = new byte[30];
    for (int i = 0; i < red.length; i++) {
      red[i] = colour[3 * i];
    }
    return red;
  }
}
