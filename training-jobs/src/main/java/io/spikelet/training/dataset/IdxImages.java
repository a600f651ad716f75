package io.spikelet.training.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Pictures and labels of a pair of IDX files. */
final class IdxImages implements RawImages {

  private final Path file;
  private final IdxLayout layout;
  private final int height;
  private final int width;
  private final byte[] pixels;
  private final byte[] labels;

  private IdxImages(Path file, IdxLayout layout, IdxFile images, byte[] labels) {
    this.file = file;
    this.layout = layout;
    this.height = images.sizes()[1];
    this.width = images.sizes()[2];
    this.pixels = images.data();
    this.labels = labels;
  }

  static IdxImages open(Path directory, IdxLayout layout, Split split) {
    Path imageFile = find(directory, layout.prefix(split) + "-images", "idx3-ubyte");
    Path labelFile = find(directory, layout.prefix(split) + "-labels", "idx1-ubyte");
    IdxFile images = IdxFile.read(imageFile, 3);
    byte[] labels = IdxFile.read(labelFile, 1).data();
    if (labels.length != images.sizes()[0]) {
      throw new DatasetException(
          labelFile,
          "%d labels, one for each image of %s"
              .formatted(images.sizes()[0], imageFile.getFileName()),
          labels.length + " labels");
    }
    checkLabels(labelFile, layout, labels);
    return new IdxImages(imageFile, layout, images, labels);
  }

  /** Both spellings are in use: {@code images-idx3-ubyte} and, by some unpackers, with a dot. */
  private static Path find(Path directory, String stem, String type) {
    if (!Files.isDirectory(directory)) {
      throw new DatasetException(directory, "a directory of IDX files", describe(directory));
    }
    String name = stem + "-" + type;
    return List.of(name, name + ".gz", stem + "." + type, stem + "." + type + ".gz").stream()
        .map(directory::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () -> new DatasetException(directory, name + " or " + name + ".gz", "neither"));
  }

  private static String describe(Path path) {
    return Files.exists(path) ? "a file" : "nothing";
  }

  private static void checkLabels(Path file, IdxLayout layout, byte[] labels) {
    int last = layout.firstLabel() + layout.classes() - 1;
    for (int i = 0; i < labels.length; i++) {
      int label = Byte.toUnsignedInt(labels[i]);
      if (label < layout.firstLabel() || label > last) {
        throw new DatasetException(
            file,
            "labels from %d to %d".formatted(layout.firstLabel(), last),
            "%d for image %d".formatted(label, i));
      }
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return Byte.toUnsignedInt(labels[index]) - layout.firstLabel();
  }

  @Override
  public String describe(int index) {
    return "image %d of %s".formatted(index, file);
  }

  @Override
  public Picture picture(int index) {
    int count = height * width;
    byte[] own = Arrays.copyOfRange(pixels, index * count, (index + 1) * count);
    Picture picture = new Picture(1, height, width, own);
    return layout.transposed() ? picture.transposed() : picture;
  }

  @Override
  public List<String> labels() {
    return List.of();
  }

  @Override
  public void close() {
    // Both files were closed when they had been read.
  }
}
