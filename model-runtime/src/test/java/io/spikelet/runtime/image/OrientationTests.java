package io.spikelet.runtime.image;

import static io.spikelet.runtime.image.Pictures.bytes;
import static io.spikelet.runtime.image.Pictures.latin;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link Orientation}. */
class OrientationTests {

  /** By Exif's words: where row 0 and column 0 of the stored picture are seen. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, '1 2 3 4 5 6'", // top, left
    "2, 3, '3 2 1 6 5 4'", // top, right
    "3, 3, '6 5 4 3 2 1'", // bottom, right
    "4, 3, '4 5 6 1 2 3'", // bottom, left
    "5, 2, '1 4 2 5 3 6'", // left, top
    "6, 2, '4 1 5 2 6 3'", // right, top
    "7, 2, '6 3 5 2 4 1'", // right, bottom
    "8, 2, '3 6 2 5 1 4'" // left, bottom
  })
  void turnsThePicture(int number, int width, String levels) {
    byte[] planes = bytes(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16);
    Image stored = Image.ofBytes(2, 2, 3, planes, ValueRange.UNIT);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      Image upright = ofExif(Pictures.exif(order, number)).upright(stored);
      assertThat(upright.width()).isEqualTo(width);
      assertThat(upright.height()).isEqualTo(6 / width);
      String[] expected = levels.split(" ", -1);
      for (int i = 0; i < 6; i++) {
        assertThat(upright.toChwBytes()[i]).isEqualTo(Byte.parseByte(expected[i]));
        assertThat(upright.toChwBytes()[6 + i] - 10).isEqualTo(Byte.parseByte(expected[i]));
      }
    }
  }

  @Test
  void isUprightWhereNothingSensibleIsSaid() {
    assertThat(ofExif(Pictures.exif(ByteOrder.BIG_ENDIAN, 9))).isEqualTo(Orientation.UPRIGHT);
    assertThat(ofExif(Pictures.exif(ByteOrder.BIG_ENDIAN, 0))).isEqualTo(Orientation.UPRIGHT);
    assertThat(ofExif(new byte[0])).isEqualTo(Orientation.UPRIGHT);
    assertThat(ofExif(latin("MM\0*"))).isEqualTo(Orientation.UPRIGHT);
    byte[] farAway = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
    farAway[4] = (byte) 0xFF;
    assertThat(ofExif(farAway)).isEqualTo(Orientation.UPRIGHT);
    byte[] countless = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
    countless[8] = (byte) 0xFF;
    assertThat(ofExif(countless)).isEqualTo(Orientation.UPRIGHT);
  }

  private static Orientation ofExif(byte[] block) {
    return Orientation.ofExif(FileBytes.bigEndian(block));
  }
}
