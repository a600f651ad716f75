package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.image.ValueRange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link BatchFiller}. */
class BatchFillerTests {

  private static final ValueRange SIGNED = new ValueRange(-1, 1);

  @Test
  void levelsBecomeValuesOfTheRange() {
    ImageSet set = pictures(new byte[] {0, 51, (byte) 255, (byte) 128});
    float[] target = new float[4];
    BatchFiller.plain(set, SIGNED).fill(new int[] {0}, 0, 1, 0, target);
    assertThat(target).containsExactly(-1f, 2f * (51 / 255f) - 1f, 1f, 2f * (128 / 255f) - 1f);
    BatchFiller.plain(set, new ValueRange(0, 1)).fill(new int[] {0}, 0, 1, 0, target);
    assertThat(target).containsExactly(0f, 51 / 255f, 1f, 128 / 255f);
  }

  @Test
  void theOrderPicksPicturesAndLabels() {
    ImageSet set = pictures(new byte[] {0, 0, 0, 0}, new byte[4], new byte[] {-1, -1, -1, -1});
    float[] target = new float[12];
    int[] labels = new int[2];
    BatchFiller filler = BatchFiller.plain(set, new ValueRange(0, 1));
    filler.fill(new int[] {0, 2, 1}, 1, 2, 0, target);
    filler.labels(new int[] {0, 2, 1}, 1, 2, labels);
    assertThat(target).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(labels).containsExactly(2, 1);
  }

  @Test
  void halfOfThePicturesAreMirroredWhateverTheOrder() {
    byte[][] same = new byte[400][];
    Arrays.fill(same, new byte[] {0, 1, 2, 3});
    BatchFiller filler =
        BatchFiller.training(
            pictures(same), new ValueRange(0, 255), Preprocessing.asStored(DatasetName.CIFAR10), 9);
    float[] all = new float[1600];
    filler.fill(IntStream.range(0, 400).toArray(), 0, 400, 5, all);
    int mirrored = 0;
    for (int i = 0; i < 400; i++) {
      float[] alone = new float[4];
      filler.fill(new int[] {i}, 0, 1, 5, alone);
      boolean flipped = alone[0] == 1;
      assertThat(alone).isEqualTo(flipped ? new float[] {1, 0, 3, 2} : new float[] {0, 1, 2, 3});
      assertThat(Arrays.copyOfRange(all, 4 * i, 4 * i + 4)).isEqualTo(alone);
      mirrored += flipped ? 1 : 0;
    }
    assertThat(mirrored).isBetween(160, 240);
  }

  @Test
  void shiftsStayWithinTheirBoundAndLetBlackIn() {
    byte[][] same = new byte[900][];
    Arrays.fill(same, new byte[] {1, 2, 3, 4});
    Preprocessing shifting = Preprocessing.asStored(DatasetName.MNIST).withShift(1);
    BatchFiller filler = BatchFiller.training(pictures(same), new ValueRange(0, 255), shifting, 4);
    Map<List<Float>, Integer> seen = new HashMap<>();
    for (int i = 0; i < same.length; i++) {
      float[] target = new float[4];
      filler.fill(new int[] {i}, 0, 1, 0, target);
      seen.merge(List.of(target[0], target[1], target[2], target[3]), 1, Integer::sum);
    }
    assertThat(seen)
        .containsOnlyKeys(
            List.of(1f, 2f, 3f, 4f),
            List.of(0f, 1f, 0f, 3f),
            List.of(2f, 0f, 4f, 0f),
            List.of(0f, 0f, 1f, 2f),
            List.of(3f, 4f, 0f, 0f),
            List.of(0f, 0f, 0f, 1f),
            List.of(0f, 0f, 2f, 0f),
            List.of(0f, 3f, 0f, 0f),
            List.of(4f, 0f, 0f, 0f))
        .allSatisfy((_, count) -> assertThat(count).isBetween(60, 140));
  }

  /** Pictures of two rows and two columns; the label is the place. */
  private static ImageSet pictures(byte[]... pixels) {
    return new PreparedImages(
        1, 2, 2, pixels, IntStream.range(0, pixels.length).toArray(), List.of(), "sha256:none");
  }
}
