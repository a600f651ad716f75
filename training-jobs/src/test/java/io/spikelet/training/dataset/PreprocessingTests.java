package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.image.ValueRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link Preprocessing}. */
class PreprocessingTests {

  @TempDir Path directory;

  @Test
  void digitsBecomeThePublishedValuesExactly() throws IOException {
    assumeTrue(GoldenVectors.areTheCommittedOnes(), "other vectors have other pictures");
    writeSources();
    DatasetSource source = DatasetSource.parse("mnist:" + directory);
    ImageSet set = source.open(Split.TEST, Preprocessing.of(source.name(), 32));
    float[] values = new float[set.size() * set.pixelCount()];
    BatchFiller.plain(set, ValueRange.SIGNED_UNIT)
        .fill(IntStream.range(0, set.size()).toArray(), 0, set.size(), 0, values);
    assertThat(values).isEqualTo(GoldenVectors.open("f_esvae").floats("image"));
  }

  @Test
  void resizingDoesNotChangeTheDigest() throws IOException {
    DatasetSource source = DatasetSource.parse("mnist:" + DatasetFiles.twoDigits(directory));
    assertThat(source.open(Split.TRAIN, Preprocessing.of(source.name(), 32)).digest())
        .isEqualTo(source.open(Split.TRAIN).digest());
  }

  @Test
  void centreCropPutsTheOddPixelWhereThePublishedCodeDoes() {
    Picture wide = new Picture(1, 3, 6, DatasetFiles.ramp(18));
    Preprocessing centre = new Preprocessing(new Crop.Centre(3), OptionalInt.empty(), false, 0);
    // (6 - 3) / 2 = 1.5 rounds to the even 2.
    assertThat(centre.apply(wide, "it").pixels())
        .containsExactly(
            (byte) 40,
            (byte) 60,
            (byte) 80,
            (byte) 160,
            (byte) 180,
            (byte) 200,
            (byte) 280,
            (byte) 300,
            (byte) 320);
    assertThat(Preprocessing.of(DatasetName.IMAGES, 3).apply(wide, "it"))
        .satisfies(square -> assertThat(square.pixels()).hasSize(9));
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> Preprocessing.of(DatasetName.MNIST, 0))
        .hasMessage("side must be 1 to 4096, not 0");
    assertThatThrownBy(() -> Preprocessing.asStored(DatasetName.MNIST).withShift(-1))
        .hasMessage("shift must be 0 or more, not -1");
  }

  private void writeSources() throws IOException {
    try (InputStream in =
        GoldenVectors.class.getResourceAsStream("/image/mnist-sources.idx3-ubyte")) {
      byte[] images = Objects.requireNonNull(in).readAllBytes();
      Files.write(directory.resolve("t10k-images-idx3-ubyte"), images);
      Files.write(
          directory.resolve("t10k-labels-idx1-ubyte"),
          DatasetFiles.idx(new int[] {images[7]}, new byte[images[7]]));
    }
  }
}
