package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests for {@link StructuralSimilarity} and {@link MeanSquaredError}. */
class StructuralSimilarityTests {

  @Test
  void meanOverTheGoldenPicturesIsTheGoldenValue() {
    GoldenVectors golden = GoldenVectors.open("k_metrics");
    int[] shape = golden.shape("ssim_a");
    int size = shape[1] * shape[2] * shape[3];
    double sum = 0;
    for (int n = 0; n < shape[0]; n++) {
      float[] a = Arrays.copyOfRange(golden.floats("ssim_a"), n * size, (n + 1) * size);
      float[] b = Arrays.copyOfRange(golden.floats("ssim_b"), n * size, (n + 1) * size);
      sum += StructuralSimilarity.ssim(a, b, shape[1], shape[2], shape[3]);
    }
    double expected = golden.scalar("ssim");
    assertThat(sum / shape[0]).isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
  }

  @Test
  void equalPicturesHaveOne() {
    Image image = Image.of(1, 2, 3, new float[] {0, 1, 0.5f, 0.2f, 0.7f, 0}, ValueRange.UNIT);
    assertThat(StructuralSimilarity.ssim(image, image)).isCloseTo(1, within(1e-12));
    assertThat(MeanSquaredError.of(image, image)).isZero();
  }

  @Test
  void onePixelIsTheFormulaByHand() {
    // One pixel under the centre weight w of the window: E[x] = w x, E[x^2] = w x^2.
    double w = centreWeight();
    double x = 0.3f;
    double y = -0.4f;
    double c1 = 1e-4;
    double c2 = 9e-4;
    double expected =
        (2 * w * x * w * y + c1)
            * (2 * (w * x * y - w * x * w * y) + c2)
            / ((w * x * w * x + w * y * w * y + c1)
                * (w * x * x - w * x * w * x + w * y * y - w * y * w * y + c2));
    assertThat(StructuralSimilarity.ssim(new float[] {0.3f}, new float[] {-0.4f}, 1, 1, 1))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void rangeDoesNotMatter() {
    byte[] a = {0, 50, 100, (byte) 150, (byte) 200, (byte) 250};
    byte[] b = {10, 40, 120, (byte) 140, (byte) 210, (byte) 255};
    Image unitA = Image.ofBytes(1, 2, 3, a, ValueRange.UNIT);
    Image unitB = Image.ofBytes(1, 2, 3, b, ValueRange.UNIT);
    Image signedA = unitA.in(ValueRange.SIGNED_UNIT);
    Image signedB = unitB.in(ValueRange.SIGNED_UNIT);
    assertThat(StructuralSimilarity.ssim(signedA, signedB))
        .isCloseTo(StructuralSimilarity.ssim(unitA, unitB), within(1e-6));
    assertThat(MeanSquaredError.of(signedA, signedB))
        .isCloseTo(4 * MeanSquaredError.of(unitA, unitB), within(1e-6));
  }

  @Test
  void squaredErrorByHand() {
    assertThat(MeanSquaredError.of(new float[] {1, 2, 3}, new float[] {1, 4, 2}))
        .isEqualTo(5 / 3.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeanSquaredError.of(new float[1], new float[2]));
  }

  @Test
  void refusesPicturesThatDiffer() {
    Image a = Image.of(1, 1, 2, new float[2], ValueRange.UNIT);
    Image b = Image.of(1, 2, 1, new float[2], ValueRange.UNIT);
    assertThatIllegalArgumentException().isThrownBy(() -> StructuralSimilarity.ssim(a, b));
  }

  private static double centreWeight() {
    double sum = 0;
    for (int i = -5; i <= 5; i++) {
      sum += Math.exp(-i * i / 4.5);
    }
    return 1 / (sum * sum);
  }
}
