package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link CifarRecords} through {@link DatasetSource}. */
class CifarRecordsTests {

  private static final int RECORD = 3073;

  @TempDir Path directory;

  @Test
  void theFiveTrainingFilesFollowOneAnother() throws IOException {
    writeAll();
    ImageSet set = open(Split.TRAIN);
    assertThat(set.size()).isEqualTo(10);
    assertThat(new int[] {set.channels(), set.height(), set.width()}).containsExactly(3, 32, 32);
    assertThat(set.label(9)).isEqualTo(5);
    assertThat(set.labels().get(set.label(9))).isEqualTo("dog");
    assertThat(set.pixels(9)[0]).isEqualTo((byte) 51);
    assertThat(set.pixels(9)[1024]).isEqualTo((byte) 52);
    assertThat(set.pixels(9)[2048]).isEqualTo((byte) 53);
    assertThat(open(Split.TEST).size()).isEqualTo(2);
  }

  @Test
  void theSubdirectoryOfTheArchiveIsFound() throws IOException {
    writeAll();
    Path outer = Files.createDirectory(directory.resolve("outer"));
    Path inner = Files.createDirectory(outer.resolve("cifar-10-batches-bin"));
    Files.copy(directory.resolve("test_batch.bin"), inner.resolve("test_batch.bin"));
    assertThat(DatasetSource.parse("cifar10:" + outer).open(Split.TEST).size()).isEqualTo(2);
  }

  @Test
  void cutRecordsAndWrongLabelsAreRefused() throws IOException {
    writeAll();
    Path file = directory.resolve("data_batch_3.bin");
    Files.write(file, Arrays.copyOf(records(3), RECORD + 7));
    assertThatThrownBy(() -> open(Split.TRAIN))
        .isInstanceOf(DatasetException.class)
        .hasMessage("%s: expected whole records of 3073 bytes, found 3080 bytes", file);
    byte[] wrong = records(3);
    wrong[RECORD] = (byte) 200;
    Files.write(file, wrong);
    assertThatThrownBy(() -> open(Split.TRAIN))
        .hasMessage("%s: expected labels from 0 to 9, found 200 in record 1", file);
    Files.delete(file);
    assertThatThrownBy(() -> open(Split.TRAIN))
        .hasMessage("%s: expected a file of CIFAR-10 records, found nothing", file);
  }

  private ImageSet open(Split split) {
    return DatasetSource.parse("cifar10:" + directory).open(split);
  }

  private void writeAll() throws IOException {
    for (int i = 1; i <= 5; i++) {
      Files.write(directory.resolve("data_batch_" + i + ".bin"), records(i));
    }
    Files.write(directory.resolve("test_batch.bin"), records(0));
  }

  /** Two pictures of class {@code k} whose planes have the levels 10k+1, 10k+2 and 10k+3. */
  private static byte[] records(int k) {
    byte[] records = new byte[2 * RECORD];
    for (int i = 0; i < 2; i++) {
      records[i * RECORD] = (byte) k;
      for (int c = 0; c < 3; c++) {
        int start = i * RECORD + 1 + c * 1024;
        Arrays.fill(records, start, start + 1024, (byte) (10 * k + c + 1));
      }
    }
    return records;
  }
}
