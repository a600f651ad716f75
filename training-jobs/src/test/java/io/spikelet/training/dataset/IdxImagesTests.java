package io.spikelet.training.dataset;

import static io.spikelet.training.dataset.DatasetFiles.gzip;
import static io.spikelet.training.dataset.DatasetFiles.idx;
import static io.spikelet.training.dataset.DatasetFiles.ramp;
import static io.spikelet.training.dataset.DatasetFiles.twoDigits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link IdxImages} through {@link DatasetSource}. */
class IdxImagesTests {

  @TempDir Path directory;

  @Test
  void picturesAndLabelsAreReadInOrder() throws IOException {
    ImageSet set = open("mnist", Split.TRAIN, twoDigits(directory));
    assertThat(set.size()).isEqualTo(2);
    assertThat(new int[] {set.channels(), set.height(), set.width()}).containsExactly(1, 2, 3);
    assertThat(set.pixels(1)).containsExactly(120, 140, 160, 180, 200, 220);
    assertThat(new int[] {set.label(0), set.label(1)}).containsExactly(7, 2);
    assertThat(set.labels()).hasSize(10);
  }

  @Test
  void compressionAndSpellingChangeNothing() throws IOException {
    String digest = open("mnist", Split.TEST, twoDigits(directory)).digest();
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.write(other.resolve("t10k-images.idx3-ubyte.gz"), gzip(read("t10k-images-idx3-ubyte")));
    Files.write(other.resolve("t10k-labels-idx1-ubyte.gz"), gzip(read("t10k-labels-idx1-ubyte")));
    assertThat(open("mnist", Split.TEST, other).digest())
        .isEqualTo(digest)
        .matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void digestCoversPixelsLabelsAndOrder() throws IOException {
    String digest = open("mnist", Split.TRAIN, twoDigits(directory)).digest();
    byte[] labels = read("train-labels-idx1-ubyte");
    labels[labels.length - 1] = 3;
    write("train-labels-idx1-ubyte", labels);
    assertThat(open("mnist", Split.TRAIN, directory).digest()).isNotEqualTo(digest);
    twoDigits(directory);
    byte[] images = read("train-images-idx3-ubyte");
    images[images.length - 1]++;
    write("train-images-idx3-ubyte", images);
    assertThat(open("mnist", Split.TRAIN, directory).digest()).isNotEqualTo(digest);
  }

  @Test
  void lettersAreMadeUprightAndCountedFromZero() throws IOException {
    write("emnist-letters-train-images-idx3-ubyte", idx(new int[] {1, 2, 3}, ramp(6)));
    write("emnist-letters-train-labels-idx1-ubyte", idx(new int[] {1}, (byte) 26));
    ImageSet set = open("emnist-letters", Split.TRAIN, directory);
    assertThat(new int[] {set.height(), set.width()}).containsExactly(3, 2);
    assertThat(set.pixels(0)).containsExactly(0, 60, 20, 80, 40, 100);
    assertThat(set.labels().get(set.label(0))).isEqualTo("z");
  }

  @Test
  void missingFilesAreNamed() {
    assertThatThrownBy(() -> open("mnist", Split.TRAIN, directory.resolve("nowhere")))
        .isInstanceOf(DatasetException.class)
        .hasMessage("%s: expected a directory of IDX files, found nothing", directory + "/nowhere");
    assertThatThrownBy(() -> open("kmnist", Split.TEST, directory))
        .hasMessage(
            "%s: expected t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz, found neither",
            directory);
  }

  @Test
  void cutFilesAreRefused() throws IOException {
    twoDigits(directory);
    byte[] images = read("train-images-idx3-ubyte");
    write("train-images-idx3-ubyte", Arrays.copyOf(images, images.length - 5));
    assertThatOpening().hasMessageEndingWith("expected 12 bytes after the header, found only 7");
    write("train-images-idx3-ubyte", Arrays.copyOf(images, images.length + 1));
    assertThatOpening().hasMessageEndingWith("expected 12 bytes after the header, found more");
    write("train-images-idx3-ubyte", Arrays.copyOf(images, 10));
    assertThatOpening()
        .hasMessageEndingWith("expected an IDX header 0x00000803 of 3 sizes, found only 10 bytes");
    write("train-images-idx3-ubyte", Arrays.copyOf(gzip(images), 40));
    assertThatOpening()
        .hasMessageEndingWith("expected complete gzip data, found an end in the middle of it");
  }

  @Test
  void damagedHeadersAreRefusedWithoutAllocation() throws IOException {
    twoDigits(directory);
    write("train-images-idx3-ubyte", idx(new int[] {2, 6}, ramp(12)));
    assertThatOpening().hasMessageEndingWith("of 3 sizes, found 0x00000802");
    write("train-images-idx3-ubyte", idx(new int[] {60_000, 60_000, 60_000}, ramp(12)));
    assertThatOpening().hasMessageEndingWith("below 2 GB in all, found [60000, 60000, 60000]");
    write("train-images-idx3-ubyte", idx(new int[] {2, -2, 3}, ramp(12)));
    assertThatOpening().hasMessageEndingWith("found [2, -2, 3]");
    write("train-images-idx3-ubyte", idx(new int[] {2_000_000, 28, 28}, ramp(12)));
    assertThatOpening()
        .hasMessageEndingWith("expected 1568000000 bytes after the header, found only 12");
  }

  @Test
  void labelsMustFitTheImages() throws IOException {
    twoDigits(directory);
    write("train-labels-idx1-ubyte", idx(new int[] {3}, ramp(3)));
    assertThatOpening()
        .hasMessageEndingWith(
            "expected 2 labels, one for each image of train-images-idx3-ubyte, found 3 labels");
    write("train-labels-idx1-ubyte", idx(new int[] {2}, (byte) 3, (byte) 10));
    assertThatOpening().hasMessageEndingWith("expected labels from 0 to 9, found 10 for image 1");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertThatOpening() {
    return assertThatThrownBy(() -> open("mnist", Split.TRAIN, directory))
        .isInstanceOf(DatasetException.class);
  }

  private static ImageSet open(String name, Split split, Path directory) {
    return DatasetSource.parse(name + ":" + directory).open(split);
  }

  private byte[] read(String file) throws IOException {
    return Files.readAllBytes(directory.resolve(file));
  }

  private void write(String file, byte[] content) throws IOException {
    Files.write(directory.resolve(file), content);
  }
}
