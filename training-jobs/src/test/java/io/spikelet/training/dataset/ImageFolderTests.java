package io.spikelet.training.dataset;

import static io.spikelet.training.dataset.DatasetFiles.encoded;
import static io.spikelet.training.dataset.DatasetFiles.png;
import static io.spikelet.training.dataset.DatasetFiles.write;
import static io.spikelet.training.dataset.DatasetFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests for {@link ImageFolder} through {@link DatasetSource}. */
class ImageFolderTests {

  @TempDir Path directory;

  @Test
  void foldersAreClassesInTheOrderOfTheirNames() throws IOException {
    Path root = classes();
    ImageSet train = open(root, Split.TRAIN);
    assertThat(train.labels()).containsExactly("cat", "dog");
    assertThat(labels(train)).containsExactly(0, 0, 1);
    assertThat(levels(train)).containsExactly(1, 2, 3);
    ImageSet test = open(root, Split.TEST);
    assertThat(test.labels()).containsExactly("cat", "dog");
    assertThat(labels(test)).containsExactly(1);
  }

  @Test
  void zipReadsAsTheFolderDoes() throws IOException {
    Path root = classes();
    Path zip = zip(root, directory.resolve("pictures.zip"));
    assertThat(open(zip, Split.TRAIN).digest()).isEqualTo(open(root, Split.TRAIN).digest());
    Path wrapped = zip(directory.resolve("outer"), directory.resolve("wrapped.zip"));
    assertThat(open(wrapped, Split.TEST).digest()).isEqualTo(open(root, Split.TEST).digest());
  }

  @Test
  void onlyZipInAFolderIsOpened() throws IOException {
    Path root = classes();
    Path folder = Files.createDirectory(directory.resolve("download"));
    zip(root, folder.resolve("pictures.zip"));
    assertThat(open(folder, Split.TRAIN).size()).isEqualTo(3);
  }

  @Test
  void flatFolderIsDividedByName() throws IOException {
    for (int i = 0; i < 20; i++) {
      write(directory.resolve("p%02d.png".formatted(i)), png(4, 4, i));
    }
    Files.writeString(directory.resolve("notes.txt"), "not a picture");
    ImageSet train = open(directory, Split.TRAIN);
    assertThat(train.size()).isEqualTo(18);
    assertThat(levels(open(directory, Split.TEST))).containsExactly(18, 19);
    assertThat(train.label(0)).isEqualTo(ImageSet.NO_LABEL);
    assertThat(train.labels()).isEmpty();
  }

  @Test
  void tiffIsReadLikeTheRest() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 200);
    write(directory.resolve("train/a.TIF"), encoded(image, "tiff"));
    write(directory.resolve("test/b.tiff"), encoded(image, "tiff"));
    assertThat(open(directory, Split.TRAIN).pixels(0)).containsExactly(0, (byte) 200, 0, 0);
  }

  @Test
  void greyPicturesStayGreyWithTheirLevels() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 2, 2, new int[] {0, 50, 100, 200});
    for (int i = 0; i < 2; i++) {
      write(directory.resolve(i + ".png"), encoded(image, "png"));
    }
    ImageSet set = open(directory, Split.TRAIN);
    assertThat(set.channels()).isEqualTo(1);
    assertThat(set.pixels(0)).containsExactly(0, 50, 100, (byte) 200);
  }

  @Test
  void greyAmongColouredBecomesColoured() throws IOException {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 90);
    write(directory.resolve("train/a.png"), encoded(grey, "png"));
    write(directory.resolve("train/b.png"), png(1, 1, 0x010203));
    ImageSet set = open(directory, Split.TRAIN);
    assertThat(set.pixels(0)).containsExactly(90, 90, 90);
    assertThat(set.pixels(1)).containsExactly(1, 2, 3);
  }

  @Test
  void transparencyIsLaidOnBlack() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x80ff0000);
    write(directory.resolve("train/a.png"), encoded(image, "png"));
    assertThat(open(directory, Split.TRAIN).pixels(0)).containsExactly((byte) 128, 0, 0);
  }

  @Test
  void mixedSizesAreCutSquareAndResizedForAModelButRefusedAsStored() throws IOException {
    write(directory.resolve("train/a.png"), png(40, 20, 0x102030));
    write(directory.resolve("train/b.jpg"), encoded(new BufferedImage(9, 9, 1), "jpg"));
    DatasetSource source = DatasetSource.parse("images:" + directory);
    ImageSet set = source.open(Split.TRAIN, Preprocessing.of(source.name(), 16));
    assertThat(new int[] {set.size(), set.height(), set.width()}).containsExactly(2, 16, 16);
    assertThat(set.pixels(0)[0]).isEqualTo((byte) 0x10);
    assertThatThrownBy(() -> source.open(Split.TRAIN))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "%1$s/train/b.jpg: expected 40x20 pixels as in %1$s/train/a.png, found 9x9", directory);
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    Path file = write(directory.resolve("train/a.png"), Arrays.copyOf(noise(), 2000));
    assertThatThrownBy(() -> open(directory, Split.TRAIN))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "%s: expected a complete picture, found The PNG picture is damaged, cut short or of a"
                + " kind that is not read.",
            file);
    Files.writeString(file, "text");
    assertThatThrownBy(() -> open(directory, Split.TRAIN))
        .hasMessageStartingWith("%s: expected a complete picture, found This is not a", file);
    Path zip = directory.resolve("broken.zip");
    Files.writeString(zip, "PK\003\004 but no more");
    assertThatThrownBy(() -> open(zip, Split.TRAIN))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("%s: expected a zip file, found ", zip);
  }

  @Test
  void missingPartsAreNamed() throws IOException {
    assertThatThrownBy(() -> open(directory, Split.TRAIN))
        .hasMessage(
            "%s: expected pictures (jpg, png, gif, bmp, tif or webp), found none", directory);
    write(directory.resolve("train/a/1.png"), png(2, 2, 1));
    assertThatThrownBy(() -> open(directory, Split.TEST))
        .hasMessage("%s: expected the folders train and test, found no folder test", directory);
    write(directory.resolve("test/b/1.png"), png(2, 2, 1));
    assertThatThrownBy(() -> open(directory, Split.TEST))
        .hasMessage(
            "%s/test/b: expected a class of the training part, [a], found another", directory);
  }

  private Path classes() throws IOException {
    Path root = directory.resolve("outer/inner");
    write(root.resolve("train/dog/1.png"), png(4, 4, 3));
    write(root.resolve("train/cat/2.png"), png(4, 4, 2));
    write(root.resolve("train/cat/1.png"), png(4, 4, 1));
    write(root.resolve("test/dog/1.png"), png(4, 4, 4));
    return root;
  }

  private static ImageSet open(Path place, Split split) {
    return DatasetSource.parse("images:" + place).open(split);
  }

  private static byte[] noise() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 4096; i++) {
      image.setRGB(i % 64, i / 64, i * i * 7919);
    }
    return encoded(image, "png");
  }

  private static int[] labels(ImageSet set) {
    return IntStream.range(0, set.size()).map(set::label).toArray();
  }

  /** The blue level of each picture's last pixel. */
  private static int[] levels(ImageSet set) {
    return IntStream.range(0, set.size()).map(i -> set.pixels(i)[set.pixelCount() - 1]).toArray();
  }
}
