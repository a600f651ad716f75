package io.spikelet.runtime.image;

import static io.spikelet.runtime.image.ForeignPicturesTests.foreign;
import static io.spikelet.runtime.image.Pictures.bytes;
import static io.spikelet.runtime.image.Pictures.inserted;
import static io.spikelet.runtime.image.Pictures.joined;
import static io.spikelet.runtime.image.Pictures.latin;
import static io.spikelet.runtime.image.Pictures.repeated;
import static io.spikelet.runtime.image.Pictures.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link JpegFile}: what cameras write and every viewer opens, and what is no picture.
 */
class JpegFileTests {

  private static final byte[] PLAIN = foreign("film.jpg");
  private static final Image PICTURE = PngCodec.decode(PLAIN);

  @Test
  void readsTheLevelsThatTheLibraryConverts() throws IOException {
    var converted = ImageIO.read(new ByteArrayInputStream(PLAIN));
    byte[] hwc = PICTURE.toHwcBytes();
    for (int i = 0; i < hwc.length / 3; i++) {
      int rgb = converted.getRGB(i % PICTURE.width(), i / PICTURE.width());
      assertThat(bytes(rgb >> 16, rgb >> 8, rgb))
          .isEqualTo(Arrays.copyOfRange(hwc, 3 * i, 3 * i + 3));
    }
  }

  @Test
  void readsOnToItsOwnEndOnly() {
    int end = PLAIN.length - 2;
    assertSame(inserted(PLAIN, end, bytes(0, 0, 0, 7, 9)));
    assertSame(inserted(PLAIN, end, bytes(0xFF, 0xFF, 0xFF)));
    assertSame(joined(PLAIN, new byte[1 << 20], PLAIN));
    assertSame(joined(PLAIN, repeated(bytes(0xFF, 0xDA, 0, 2), 1000)));
    assertSame(Arrays.copyOf(PLAIN, end));
  }

  @Test
  void looksPastWhatStandsInFrontOfThePicture() {
    assertSame(inserted(PLAIN, 2, repeated(bytes(0xFF), 1000)));
    assertSame(inserted(PLAIN, 2, repeated(segment(0xE5), 100_000)));
    assertSame(inserted(PLAIN, 2, segment(0xFE, new byte[60_000])));
    assertSame(inserted(PLAIN, 2, segment(0xE1, joined(latin("Exif\0\0"), PLAIN))));
    assertSame(inserted(PLAIN, 2, segment(0xE2, latin("ICC_PROFILE\0\1\1no profile"))));
    assertSame(inserted(PLAIN, 2, segment(0xE2, latin("ICC_PROFILE\0\7\3"))));
    byte[] preview = segment(0xE0, joined(latin("JFXX\0\20"), PLAIN));
    assertSame(inserted(PLAIN, 20, preview));
  }

  @Test
  void meansTheUsualTablesWhereThereAreNone() {
    byte[] film = PLAIN;
    int tables = 0;
    for (int at = indexOf(film, 0xC4); at >= 0; at = indexOf(film, 0xC4)) {
      int length = Byte.toUnsignedInt(film[at + 2]) << 8 | Byte.toUnsignedInt(film[at + 3]);
      film =
          joined(Arrays.copyOf(film, at), Arrays.copyOfRange(film, at + 2 + length, film.length));
      tables++;
    }
    assertThat(tables).isPositive();
    assertSame(film);
  }

  @Test
  void refusesSeveralFramesWhateverTheirSizes() {
    int frame = indexOf(PLAIN, 0xC0);
    byte[] small = Arrays.copyOfRange(PLAIN, frame, frame + 19);
    small[6] = 1;
    small[8] = 1;
    assertRefused(inserted(PLAIN, frame, small), "several frames");
    assertRefused(inserted(PLAIN, PLAIN.length - 2, small), "several frames");
  }

  @Test
  void refusesKindsByTheirNames() {
    int frame = indexOf(PLAIN, 0xC0);
    assertRefused(with(frame + 1, 0xC9), "arithmetically coded");
    assertRefused(with(frame + 1, 0xC3), "lossless");
    assertRefused(with(frame + 4, 12), "12 bits a sample");
    assertRefused(with(frame + 9, 2), "2 components");
    assertRefused(PillowVectors.file("progressive.jpg"), 2, "its end is missing");
  }

  @Test
  void countsTheCoefficientsOfSeveralScans() {
    DecodeCost once = DecodeCost.of(PLAIN, DecodeLimits.DEFAULT);
    int scan = indexOf(PLAIN, 0xDA);
    byte[] again = inserted(PLAIN, scan, Arrays.copyOfRange(PLAIN, scan, PLAIN.length - 2));
    DecodeCost twice = DecodeCost.of(again, DecodeLimits.DEFAULT);
    assertThat(twice.work()).isEqualTo(2 * once.work());
    // 23 x 17 pixels: 2 x 2 units of four blocks of luma and two of colour differences.
    long coefficients = 4 * 6 * 128;
    assertThat(twice.bytes() - again.length).isEqualTo(once.bytes() - PLAIN.length + coefficients);
  }

  @Test
  void coloursAreWhatTheMarkersSay() {
    JpegFrame three = JpegFile.of(PLAIN).frame();
    JpegFrame four = JpegFile.of(foreign("cmyk.jpg")).frame();
    assertThat(markers(0xE0, "JFIF\0").colours(three)).isEqualTo(JpegColours.YCC);
    assertThat(adobe(0).colours(three)).isEqualTo(JpegColours.RGB);
    assertThat(adobe(1).colours(three)).isEqualTo(JpegColours.YCC);
    assertThat(adobe(0).colours(four)).isEqualTo(JpegColours.CMYK);
    assertThat(adobe(2).colours(four)).isEqualTo(JpegColours.YCCK);
    assertThat(new JpegColours.Markers().colours(three)).isEqualTo(JpegColours.YCC);
  }

  @Test
  void samplesThatAreColoursAlreadyAreNotConverted() {
    int afterJfif = 20;
    byte[] bare =
        joined(Arrays.copyOf(PLAIN, 2), Arrays.copyOfRange(PLAIN, afterJfif, PLAIN.length));
    byte[] adobe = segment(0xEE, latin("Adobe\0d\0\0\0\0\0"));
    Image stored = PngCodec.decode(inserted(bare, 2, adobe));
    WritableRaster samples = Raster.createBandedRaster(0, stored.width(), stored.height(), 3, null);
    byte[] hwc = stored.toHwcBytes();
    for (int i = 0; i < hwc.length; i++) {
      int pixel = i / 3;
      samples.setSample(
          pixel % stored.width(), pixel / stored.width(), i % 3, Byte.toUnsignedInt(hwc[i]));
    }
    assertThat(JpegColours.YCC.image(samples)).isEqualTo(PICTURE);
    assertSame(bare);
  }

  @Test
  void inksAreStoredInverted() {
    // No black ink, then half of it; cyan, magenta and yellow as luma and differences.
    WritableRaster inks = Raster.createBandedRaster(0, 2, 1, 4, null);
    inks.setPixels(0, 0, 2, 1, new int[] {200, 128, 128, 255, 55, 128, 128, 51});
    assertThat(JpegColours.YCCK.image(inks).toHwcBytes()).isEqualTo(bytes(55, 55, 55, 40, 40, 40));
    assertThat(JpegColours.CMYK.image(inks).toHwcBytes())
        .isEqualTo(bytes(200, 128, 128, 11, 26, 26));
  }

  private static JpegColours.Markers markers(int marker, String data) {
    JpegColours.Markers markers = new JpegColours.Markers();
    markers.see(marker, FileBytes.bigEndian(latin(data)));
    return markers;
  }

  private static JpegColours.Markers adobe(int transform) {
    return markers(0xEE, "Adobe\0d\0\0\0\0" + (char) transform);
  }

  private static void assertSame(byte[] file) {
    assertThat(PngCodec.decode(file)).isEqualTo(PICTURE);
  }

  private static void assertRefused(byte[] file, int shorter, String sentence) {
    assertRefused(Arrays.copyOf(file, file.length - shorter), sentence);
  }

  private static void assertRefused(byte[] file, String sentence) {
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(file))
        .withMessageContaining(sentence);
  }

  private static byte[] with(int at, int value) {
    byte[] changed = PLAIN.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static int indexOf(byte[] file, int marker) {
    for (int i = 0; i + 1 < file.length; i++) {
      if (List.of(file[i], file[i + 1]).equals(List.of((byte) 0xFF, (byte) marker))) {
        return i;
      }
    }
    return -1;
  }
}
