package io.spikelet.training.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures in folders, or in a zip of them: {@code train/<class>/*} and {@code test/<class>/*},
 * {@code train/*} and {@code test/*} without classes, or all in one folder, of which the last tenth
 * in the order of the names is for testing. A zip may wrap all this in one more folder.
 *
 * <p>Classes are numbered in the order of their names, those of the training part first of all.
 */
final class ImageFolder {

  private ImageFolder() {}

  static RawImages open(Path location, Split split) {
    FileTree tree = FileTree.open(location);
    try {
      return read(tree, split);
    } catch (DatasetException e) {
      tree.close();
      throw e;
    }
  }

  private static RawImages read(FileTree tree, Split split) {
    Path base = base(tree);
    if (!isDivided(base)) {
      List<Path> files = FirstAndLast.part(FileTree.pictures(base), split);
      return PictureFiles.of(tree, base, entries(files, ImageSet.NO_LABEL), List.of());
    }
    Path part = base.resolve(split.folder());
    if (!Files.isDirectory(part)) {
      throw new DatasetException(
          tree.describe(base), "the folders train and test", "no folder " + split.folder());
    }
    List<String> classes = classes(base, part);
    return classes.isEmpty()
        ? PictureFiles.of(
            tree, part, entries(FileTree.pictures(part), ImageSet.NO_LABEL), List.of())
        : PictureFiles.of(tree, part, labelled(tree, part, classes), classes);
  }

  private static Path base(FileTree tree) {
    List<Path> directories = FileTree.directories(tree.root());
    boolean wrapped = directories.size() == 1 && FileTree.pictures(tree.root()).isEmpty();
    return wrapped && !isDivided(tree.root()) ? directories.getFirst() : tree.root();
  }

  private static boolean isDivided(Path base) {
    return Files.isDirectory(base.resolve(Split.TRAIN.folder()))
        || Files.isDirectory(base.resolve(Split.TEST.folder()));
  }

  /** The training part names the classes, so that both parts number them alike. */
  private static List<String> classes(Path base, Path part) {
    Path train = base.resolve(Split.TRAIN.folder());
    return FileTree.directories(Files.isDirectory(train) ? train : part).stream()
        .map(FileTree::name)
        .toList();
  }

  private static List<PictureFiles.Entry> labelled(FileTree tree, Path part, List<String> classes) {
    List<PictureFiles.Entry> entries = new ArrayList<>();
    for (Path directory : FileTree.directories(part)) {
      int label = classes.indexOf(FileTree.name(directory));
      if (label < 0) {
        throw new DatasetException(
            tree.describe(directory), "a class of the training part, " + classes, "another");
      }
      entries.addAll(entries(FileTree.pictures(directory), label));
    }
    return entries;
  }

  private static List<PictureFiles.Entry> entries(List<Path> files, int label) {
    return files.stream().map(file -> new PictureFiles.Entry(file, label)).toList();
  }
}
