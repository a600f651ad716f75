package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link ContactSheet}. */
class ContactSheetTests {

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,1", "3,2,2", "4,2,2", "5,3,2", "7,3,3", "16,4,4", "17,5,4", "64,8,8"})
  void everyTileIsItsPicture(int n, int columns, int rows) {
    List<Image> images = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      images.add(picture(k));
    }
    Image sheet = ContactSheet.of(images);
    assertThat(sheet.width()).isEqualTo(columns * 3);
    assertThat(sheet.height()).isEqualTo(rows * 2);
    for (int k = 0; k < columns * rows; k++) {
      Image expected = k < n ? images.get(k) : black();
      assertThat(tile(sheet, k / columns, k % columns)).isEqualTo(expected);
    }
  }

  @Test
  void refusesPicturesThatDiffer() {
    Image other = Image.of(1, 2, 3, new float[6], ValueRange.SIGNED_UNIT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContactSheet.of(List.of(picture(0), other)));
    assertThatIllegalArgumentException().isThrownBy(() -> ContactSheet.of(List.of()));
  }

  @Test
  void columnsAreTheCeilingOfTheSquareRoot() {
    for (int n = 1; n <= 10_000; n++) {
      int columns = ContactSheet.columns(n);
      assertThat(columns * columns >= n && (columns - 1) * (columns - 1) < n).isTrue();
    }
  }

  @Test
  void alsoShowsOnePictureManyTimes() {
    Image sheet = ContactSheet.of(Collections.nCopies(4, picture(3)));
    assertThat(tile(sheet, 1, 1)).isEqualTo(picture(3));
  }

  private static Image picture(int k) {
    float[] pixels = new float[3 * 2 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) StrictMath.sin(k * 100 + i);
    }
    return Image.of(3, 2, 3, pixels, ValueRange.SIGNED_UNIT);
  }

  private static Image black() {
    float[] pixels = new float[3 * 2 * 3];
    Arrays.fill(pixels, -1);
    return Image.of(3, 2, 3, pixels, ValueRange.SIGNED_UNIT);
  }

  private static Image tile(Image sheet, int row, int column) {
    float[] pixels = new float[3 * 2 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = sheet.pixel(i / 6, row * 2 + i / 3 % 2, column * 3 + i % 3);
    }
    return Image.of(3, 2, 3, pixels, sheet.range());
  }
}
