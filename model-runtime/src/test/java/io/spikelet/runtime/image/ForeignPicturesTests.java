package io.spikelet.runtime.image;

import static io.spikelet.runtime.image.Pictures.bytes;
import static io.spikelet.runtime.image.Pictures.chunk;
import static io.spikelet.runtime.image.Pictures.inserted;
import static io.spikelet.runtime.image.Pictures.latin;
import static io.spikelet.runtime.image.Pictures.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as other programs write them have the levels that Pillow reads. */
class ForeignPicturesTests {

  private static final int FILE_HEADER = 12;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk.jpg",
        "film.jpg",
        "lossless.webp",
        "palette.webp",
        "animated.webp",
        "predicted.tif",
        "packbits.tif",
        "deflate.tif",
        "palette.tif",
        "group4.tif",
        "grey-alpha.tif"
      })
  void hasTheSameLevels(String file) {
    Image expected = PngCodec.decode(foreign(file + ".png"));
    Image read = PngCodec.decode(foreign(file));
    assertThat(read.channels()).isEqualTo(expected.channels());
    assertThat(read.toHwcBytes()).isEqualTo(expected.toHwcBytes());
  }

  /** The lossy reader filters a little less at the edges of blocks. */
  @ParameterizedTest
  @ValueSource(strings = {"lossy.webp", "lossy-alpha.webp"})
  void isCloseWhereTheCodecLeavesRoom(String file) {
    Image expected = PngCodec.decode(foreign(file + ".png"));
    Image read = PngCodec.decode(foreign(file));
    assertThat(read.channels()).isEqualTo(expected.channels());
    assertThat(MeanSquaredError.of(grey(read), grey(expected))).isCloseTo(0, within(5e-4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lossless.webp", "lossy.webp", "lossy-alpha.webp", "predicted.tif", "cmyk.jpg"})
  void aPictureCutShortIsRefusedOrComplete(String file) {
    byte[] whole = foreign(file);
    Image complete = PngCodec.decode(whole);
    for (int length = 1; length < whole.length; length += 3) {
      try {
        assertThat(PngCodec.decode(Arrays.copyOf(whole, length))).isEqualTo(complete);
      } catch (ImageFormatException refused) {
        assertThat(refused.getMessage()).endsWith(".");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossless.webp",
        "palette.webp",
        "animated.webp",
        "lossy.webp",
        "lossy-alpha.webp",
        "predicted.tif",
        "packbits.tif",
        "group4.tif",
        "palette.tif",
        "cmyk.jpg"
      })
  void answersDamageWithAPictureOrARefusal(String file) {
    byte[] whole = foreign(file);
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        assertThat(PngCodec.decode(damaged).values()).isPositive();
      } catch (ImageFormatException refused) {
        assertThat(refused.getMessage()).endsWith(".");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, 1, '0 255 255 0'",
    "2, 2, 4, '0 85 170 255'",
    "4, 2, 2, '17 34 51 68'",
    "16, 1, 1, '18'"
  })
  void readsGreyOfEveryDepth(int depth, int width, int height, String firstLevels) {
    byte[] lines =
        switch (depth) {
          case 1 -> bytes(0, 0b0110_0000);
          case 2 -> bytes(0, 0b0001_0000, 0, 0b1011_0000, 0, 0, 0, 0);
          case 4 -> bytes(0, 0x12, 0, 0x34);
          default -> bytes(0, 0x12, 0x34);
        };
    Image image = PngCodec.decode(png(width, height, depth, 0, lines));
    assertThat(image.channels()).isOne();
    byte[] expected = new byte[firstLevels.split(" ", -1).length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) Integer.parseInt(firstLevels.split(" ", -1)[i]);
    }
    assertThat(Arrays.copyOf(image.toChwBytes(), expected.length)).isEqualTo(expected);
  }

  @Test
  void oneColourOfAPictureIsTransparent() {
    byte[] grey = png(3, 1, 8, 0, bytes(0, 10, 20, 30), chunk("tRNS", bytes(0, 20)));
    assertThat(PngCodec.decode(grey).toHwcBytes()).isEqualTo(bytes(10, 255, 20, 0, 30, 255));
    byte[] bits = png(2, 1, 2, 0, bytes(0, 0b0111_0000), chunk("tRNS", bytes(0, 3)));
    assertThat(PngCodec.decode(bits).toHwcBytes()).isEqualTo(bytes(85, 255, 255, 0));
    byte[] colour =
        png(2, 1, 8, 2, bytes(0, 1, 2, 3, 1, 2, 4), chunk("tRNS", bytes(0, 1, 0, 2, 0, 3)));
    assertThat(PngCodec.decode(colour).toHwcBytes()).isEqualTo(bytes(1, 2, 3, 0, 1, 2, 4, 255));
    byte[] deep = png(2, 1, 16, 0, bytes(0, 1, 2, 1, 3), chunk("tRNS", bytes(1, 3)));
    assertThat(PngCodec.decode(deep).toHwcBytes()).isEqualTo(bytes(1, 255, 1, 0));
    byte[] palette =
        png(
            2,
            1,
            8,
            3,
            bytes(0, 1, 0),
            chunk("PLTE", bytes(9, 8, 7, 6, 5, 4)),
            chunk("tRNS", bytes(100)));
    assertThat(PngCodec.decode(palette).toHwcBytes()).isEqualTo(bytes(6, 5, 4, 255, 9, 8, 7, 100));
  }

  @Test
  void readsAnInterlacedPng() {
    byte[] plain = png(3, 2, 8, 0, bytes(0, 1, 2, 3, 0, 4, 5, 6));
    // Passes 1, 4, 6 and 7 of Adam7: (0,0); (2,0); (1,0); the second line.
    byte[] lines = bytes(0, 1, 0, 3, 0, 2, 0, 4, 5, 6);
    byte[] interlaced = png(3, 2, 8, 0, lines);
    interlaced[28] = 1;
    assertThat(PngCodec.decode(interlaced)).isEqualTo(PngCodec.decode(plain));
  }

  @Test
  void laysASmallGifFrameOnItsCanvas() {
    Image image = PngCodec.decode(gif(4, 3, 1, 2, 2, 1));
    assertThat(image.channels()).isEqualTo(4);
    assertThat(image.height()).isEqualTo(3);
    byte[] expected = new byte[48];
    System.arraycopy(bytes(0, 0, 0, 255, 255, 255, 255, 255), 0, expected, 36, 8);
    assertThat(image.toHwcBytes()).isEqualTo(expected);
    Image full = PngCodec.decode(gif(2, 1, 0, 0, 2, 1));
    assertThat(full.toHwcBytes()).isEqualTo(bytes(0, 0, 0, 255, 255, 255));
    Image grown = PngCodec.decode(gif(1, 1, 1, 2, 2, 1));
    assertThat(grown.width()).isEqualTo(3);
    assertThat(grown.height()).isEqualTo(3);
  }

  @Test
  void refusesOtherFormatsByTheirNames() {
    assertRefusal(Pictures.joined(new byte[4], latin("ftypavif")), "This is an AVIF picture;");
    assertRefusal(Pictures.joined(new byte[4], latin("ftypheic")), "This is a HEIC picture;");
    assertRefusal(bytes(0xFF, 0x0A, 0, 0), "This is a JPEG XL picture;");
    assertRefusal(latin("<?xml version='1.0'?><svg/>"), "This is an SVG drawing;");
    assertRefusal(latin("%PDF-1.7"), "pictures are read as PNG, JPEG, GIF, BMP, TIFF, WebP.");
  }

  @Test
  void turnsWhatACameraHeldOtherwise() {
    byte[] exif = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
    byte[] png = PngCodec.encode(Image.ofBytes(1, 1, 2, bytes(10, 20), ValueRange.UNIT));
    assertTurned(png, inserted(png, 33, chunk("eXIf", exif)));
    byte[] jpeg = foreign("film.jpg");
    byte[] segment = Pictures.segment(0xE1, Pictures.joined(latin("Exif\0\0"), exif));
    assertTurned(jpeg, inserted(jpeg, 2, segment));
    byte[] webp = foreign("lossless.webp");
    byte[] header = bytes(0x18, 0, 0, 0, 22, 0, 0, 16, 0, 0);
    byte[] extended =
        Pictures.joined(
            inserted(webp, FILE_HEADER, Pictures.riffChunk("VP8X", header)),
            Pictures.riffChunk("EXIF", exif));
    assertTurned(webp, extended);
  }

  private static void assertTurned(byte[] plain, byte[] held) {
    Image turned = PngCodec.decode(held);
    assertThat(turned).isEqualTo(Orientation.QUARTER_LEFT.upright(PngCodec.decode(plain)));
  }

  private static void assertRefusal(byte[] file, String sentence) {
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(file))
        .withMessageContaining(sentence);
  }

  /** Two colours, black and white; the frame's pixels are 0 and 1 in turn. */
  static byte[] gif(int canvasWidth, int canvasHeight, int left, int top, int width, int height) {
    byte[] screen = bytes(canvasWidth, 0, canvasHeight, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255);
    byte[] frame = bytes(0x2C, left, 0, top, 0, width, 0, height, 0, 0);
    // Codes of three bits: clear (4), 0, 1, end (5).
    byte[] data = bytes(2, 2, 4 | 1 << 6, 5 << 1, 0, 0x3B);
    return Pictures.joined(latin("GIF89a"), screen, frame, data);
  }

  private static Image grey(Image image) {
    return ImagePreparation.toModel(
        image, new ImageSpec(1, image.height(), image.width(), ValueRange.UNIT));
  }

  static byte[] foreign(String file) {
    return PillowVectors.file("foreign/" + file);
  }
}
