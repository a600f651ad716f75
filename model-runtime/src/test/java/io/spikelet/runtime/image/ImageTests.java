package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Tests for {@link Image} and {@link ValueRange}. */
class ImageTests {

  @Test
  void eightBitLevelsSurviveEveryRange() {
    for (ValueRange range :
        new ValueRange[] {ValueRange.UNIT, ValueRange.SIGNED_UNIT, new ValueRange(-0.5f, 0.5f)}) {
      for (int level = 0; level < 256; level++) {
        assertThat(range.toByte(range.fromByte(level))).isEqualTo((byte) level);
      }
    }
  }

  @Test
  void levelsBecomeValuesAsInTheReference() {
    // 2 x - 1 in floats, x = level / 255
    for (int level = 0; level < 256; level++) {
      assertThat(ValueRange.SIGNED_UNIT.fromByte(level)).isEqualTo(2 * (level / 255f) - 1);
    }
  }

  @Test
  void valuesAreRoundedAndClamped() {
    assertThat(ValueRange.SIGNED_UNIT.toByte(0)).isEqualTo((byte) 128);
    assertThat(ValueRange.SIGNED_UNIT.toByte(-1.5f)).isEqualTo((byte) 0);
    assertThat(ValueRange.SIGNED_UNIT.toByte(7)).isEqualTo((byte) 255);
    assertThat(ValueRange.SIGNED_UNIT.toByte(Float.POSITIVE_INFINITY)).isEqualTo((byte) 255);
    assertThat(ValueRange.SIGNED_UNIT.toByte(Float.NaN)).isEqualTo((byte) 0);
  }

  @Test
  void channelsGoFirstOrLast() {
    byte[] chw = {1, 2, 3, 4, 5, 6};
    Image image = Image.ofBytes(3, 1, 2, chw, ValueRange.UNIT);
    assertThat(image.toChwBytes()).isEqualTo(chw);
    assertThat(image.toHwcBytes()).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void nobodyWritesIntoAnImage() {
    float[] pixels = {0.25f};
    Image image = Image.of(1, 1, 1, pixels, ValueRange.UNIT);
    pixels[0] = 1;
    image.pixels()[0] = 1;
    image.toChwBytes()[0] = 1;
    assertThat(image.pixel(0, 0, 0)).isEqualTo(0.25f);
  }

  @Test
  void changesRangeAndKeepsLevels() {
    Image image = Image.ofBytes(1, 1, 2, new byte[] {0, (byte) 255}, ValueRange.UNIT);
    assertThat(image.in(ValueRange.SIGNED_UNIT).pixels()).containsExactly(-1, 1);
  }

  @Test
  void equalImagesHaveEqualValues() {
    Image levels = Image.ofBytes(1, 1, 2, new byte[] {0, (byte) 255}, ValueRange.UNIT);
    Image values = Image.of(1, 1, 2, new float[] {0, 1}, ValueRange.UNIT);
    assertThat(levels).isEqualTo(values).hasSameHashCodeAs(values);
    assertThat(levels).isNotEqualTo(levels.in(ValueRange.SIGNED_UNIT));
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.of(1, 2, 2, new float[3], ValueRange.UNIT))
        .withMessage("3 pixel values do not fill 1 channels of 2 x 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.of(5, 1, 1, new float[5], ValueRange.UNIT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.ofBytes(1, 0, 0, new byte[0], ValueRange.UNIT));
    assertThatIllegalArgumentException().isThrownBy(() -> new ValueRange(1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ValueRange(0, Float.NaN));
  }
}
