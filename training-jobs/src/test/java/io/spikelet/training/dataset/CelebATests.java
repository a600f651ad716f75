package io.spikelet.training.dataset;

import static io.spikelet.training.dataset.DatasetFiles.png;
import static io.spikelet.training.dataset.DatasetFiles.write;
import static io.spikelet.training.dataset.DatasetFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link CelebA} through {@link DatasetSource}. */
class CelebATests {

  @TempDir Path directory;

  @Test
  void partitionListDividesAndTheMiddleIsResized() throws IOException {
    faces(4);
    Files.writeString(
        directory.resolve("list_eval_partition.txt"),
        """
        000000.png 0
        000001.png 1
        000002.png 2
        000003.png 0
        """);
    ImageSet train = open(directory, Split.TRAIN);
    assertThat(new int[] {train.size(), train.channels(), train.height(), train.width()})
        .containsExactly(2, 3, 64, 64);
    assertThat(train.pixels(1)[0]).isEqualTo((byte) 3);
    assertThat(open(directory, Split.TEST).size()).isEqualTo(1);
  }

  @Test
  void withoutAListTheLastTenthIsForTesting() throws IOException {
    faces(21);
    assertThat(open(directory, Split.TRAIN).size()).isEqualTo(19);
    assertThat(open(directory, Split.TEST).size()).isEqualTo(2);
  }

  @Test
  void zipWithTheListBesideIt() throws IOException {
    faces(3);
    Path download = Files.createDirectory(directory.resolve("download"));
    Path zip = zip(directory.resolve("img_align_celeba"), download.resolve("faces.zip"));
    Files.writeString(download.resolve("list_eval_partition.txt"), "000001.png 2\n000000.png 0\n");
    assertThat(open(zip, Split.TRAIN).size()).isEqualTo(1);
    assertThat(open(zip, Split.TEST).pixels(0)[0]).isEqualTo((byte) 1);
  }

  @Test
  void damagedListAndSmallPicturesAreNamed() throws IOException {
    faces(2);
    Path list = directory.resolve("list_eval_partition.txt");
    Files.writeString(list, "000000.png 3\n");
    assertThatThrownBy(() -> open(directory, Split.TRAIN))
        .isInstanceOf(DatasetException.class)
        .hasMessage("%s: expected lines of a name and 0, 1 or 2, found '000000.png 3'", list);
    Files.delete(list);
    Path small = write(directory.resolve("img_align_celeba/000000.png"), png(100, 200, 1));
    assertThatThrownBy(() -> open(directory, Split.TRAIN))
        .hasMessage("%s: expected at least 148x148 pixels, found 100x200", small);
  }

  private void faces(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String name = "img_align_celeba/%06d.png".formatted(i);
      write(directory.resolve(name), png(178, 218, i * 0x010101));
    }
  }

  private static ImageSet open(Path place, Split split) {
    return DatasetSource.parse("celeba:" + place).open(split);
  }
}
