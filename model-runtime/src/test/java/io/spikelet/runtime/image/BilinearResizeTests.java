package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.npy.NpyArray;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link BilinearResize} and {@link ImagePreparation}. */
class BilinearResizeTests {

  private static final int SOURCE_SIDE = 28;
  private static final int IDX_HEADER = 16;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void givesPillowsLevels(int vector) {
    PillowVectors pillow = new PillowVectors();
    NpyArray in = pillow.array("in" + vector);
    NpyArray out = pillow.array("out" + vector);
    BilinearResize resize =
        new BilinearResize(in.shape()[0], in.shape()[1], out.shape()[0], out.shape()[1]);
    assertThat(resize.resize(in.bytes(), 1)).isEqualTo(out.bytes());
  }

  @Test
  void preparesTheGoldenPicturesExactly() {
    // The four sources belong to the committed vectors; another set has other pictures.
    assumeThat(GoldenVectors.areTheCommittedOnes()).isTrue();
    GoldenVectors golden = GoldenVectors.open("f_esvae");
    int[] shape = golden.shape("image");
    float[] expected = golden.floats("image");
    byte[] sources = PillowVectors.file("mnist-sources.idx3-ubyte");
    ImageSpec spec = new ImageSpec(shape[1], shape[2], shape[3], ValueRange.SIGNED_UNIT);
    for (int n = 0; n < shape[0]; n++) {
      int from = IDX_HEADER + n * SOURCE_SIDE * SOURCE_SIDE;
      byte[] source = Arrays.copyOfRange(sources, from, from + SOURCE_SIDE * SOURCE_SIDE);
      Image image = Image.ofBytes(1, SOURCE_SIDE, SOURCE_SIDE, source, ValueRange.UNIT);
      assertThat(ImagePreparation.toModel(image, spec).pixels())
          .isEqualTo(Arrays.copyOfRange(expected, n * spec.values(), (n + 1) * spec.values()));
    }
  }

  @Test
  void resizesEveryChannelByItself() {
    PillowVectors pillow = new PillowVectors();
    byte[] colour = pillow.planes("colour");
    byte[] resized = new BilinearResize(20, 30, 9, 41).resize(colour, 3);
    for (int channel = 0; channel < 3; channel++) {
      byte[] plane = Arrays.copyOfRange(colour, channel * 600, (channel + 1) * 600);
      assertThat(new BilinearResize(20, 30, 9, 41).resize(plane, 1))
          .isEqualTo(Arrays.copyOfRange(resized, channel * 9 * 41, (channel + 1) * 9 * 41));
    }
  }

  @Test
  void copiesWhenNoSideChanges() {
    byte[] levels = {1, 2, 3, 4, 5, 6};
    byte[] same = new BilinearResize(2, 3, 2, 3).resize(levels, 1);
    assertThat(same).isEqualTo(levels).isNotSameAs(levels);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BilinearResize(0, 1, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BilinearResize(2, 2, 1, 1).resize(new byte[5], 1))
        .withMessage("5 levels do not fill 1 channels of 2 x 2");
  }

  @Test
  void colourBecomesPillowsGrey() {
    PillowVectors pillow = new PillowVectors();
    Image colour = Image.ofBytes(3, 20, 30, pillow.planes("colour"), ValueRange.UNIT);
    ImageSpec spec = new ImageSpec(1, 20, 30, ValueRange.UNIT);
    assertThat(ImagePreparation.toModel(colour, spec).toChwBytes())
        .isEqualTo(pillow.array("grey").bytes());
  }

  @Test
  void greyBecomesThreeEqualChannels() {
    Image grey = Image.ofBytes(1, 1, 2, new byte[] {7, 9}, ValueRange.UNIT);
    ImageSpec spec = new ImageSpec(3, 1, 2, ValueRange.SIGNED_UNIT);
    Image colour = ImagePreparation.toModel(grey, spec);
    assertThat(colour.toChwBytes()).containsExactly(7, 9, 7, 9, 7, 9);
    assertThat(colour.range()).isEqualTo(ValueRange.SIGNED_UNIT);
  }

  @Test
  void transparencyLiesOverBlack() {
    byte[] greyAndAlpha = {(byte) 200, (byte) 200, (byte) 200, (byte) 255, (byte) 128, 0};
    Image image = Image.ofBytes(2, 1, 3, greyAndAlpha, ValueRange.UNIT);
    ImageSpec spec = new ImageSpec(1, 1, 3, ValueRange.UNIT);
    // 200 * 128 / 255 = 100.4
    assertThat(ImagePreparation.toModel(image, spec).toChwBytes())
        .containsExactly((byte) 200, 100, 0);
  }
}
