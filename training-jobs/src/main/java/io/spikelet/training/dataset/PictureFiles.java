package io.spikelet.training.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures of which each is a file, decoded when asked for. */
record PictureFiles(FileTree tree, List<Entry> entries, List<String> labels) implements RawImages {

  /** One file and its class. */
  record Entry(Path file, int label) {}

  /**
   * @throws DatasetException if there is none at all
   */
  static PictureFiles of(FileTree tree, Path where, List<Entry> entries, List<String> labels) {
    if (entries.isEmpty()) {
      throw new DatasetException(
          tree.describe(where), "pictures (jpg, png, gif, bmp, tif or webp)", "none");
    }
    return new PictureFiles(tree, List.copyOf(entries), List.copyOf(labels));
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public int label(int index) {
    return entries.get(index).label();
  }

  @Override
  public String describe(int index) {
    return tree.describe(entries.get(index).file());
  }

  @Override
  public Picture picture(int index) {
    try {
      return PictureDecoder.decode(Files.readAllBytes(entries.get(index).file()), describe(index));
    } catch (IOException e) {
      throw new DatasetException(describe(index), "a readable file", e.toString());
    }
  }

  @Override
  public void close() {
    tree.close();
  }
}
