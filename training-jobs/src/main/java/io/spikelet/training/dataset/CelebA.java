package io.spikelet.training.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CelebA's aligned faces: a flat folder of JPEG files, its parent with the subfolder {@code
 * img_align_celeba}, or a zip of either.
 *
 * <p>{@code list_eval_partition.txt} in the folder, above it or beside the zip divides them (lines
 * {@code 000001.jpg 0}; 0 training, 1 validation, which is left out, 2 test). Without it the last
 * tenth in the order of the names is for testing.
 */
final class CelebA {

  private static final String FOLDER = "img_align_celeba";
  private static final String PARTITION = "list_eval_partition.txt";

  private CelebA() {}

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
    Path nested = tree.root().resolve(FOLDER);
    Path folder = Files.isDirectory(nested) ? nested : tree.root();
    List<Path> files = FileTree.pictures(folder);
    Path partition = partition(tree, folder);
    List<Path> part =
        partition == null
            ? FirstAndLast.part(files, split)
            : chosen(files, numbers(tree, partition), split);
    return PictureFiles.of(
        tree,
        folder,
        part.stream().map(file -> new PictureFiles.Entry(file, ImageSet.NO_LABEL)).toList(),
        List.of());
  }

  private static @Nullable Path partition(FileTree tree, Path folder) {
    return Stream.of(
            folder.resolve(PARTITION),
            folder.resolveSibling(PARTITION),
            tree.location().toAbsolutePath().resolveSibling(PARTITION))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private static List<Path> chosen(List<Path> files, Map<String, Integer> numbers, Split split) {
    Integer wanted =
        switch (split) {
          case TRAIN -> 0;
          case TEST -> 2;
        };
    return files.stream().filter(file -> wanted.equals(numbers.get(FileTree.name(file)))).toList();
  }

  private static Map<String, Integer> numbers(FileTree tree, Path partition) {
    Map<String, Integer> numbers = new HashMap<>();
    try {
      for (String line : Files.readAllLines(partition)) {
        if (!line.isBlank()) {
          String[] parts = line.strip().split("\\s+", -1);
          if (parts.length != 2 || !parts[1].matches("[012]")) {
            throw new DatasetException(
                tree.describe(partition), "lines of a name and 0, 1 or 2", "'" + line + "'");
          }
          numbers.put(parts[0], Integer.valueOf(parts[1]));
        }
      }
    } catch (IOException e) {
      throw new DatasetException(tree.describe(partition), "a readable list", e.toString());
    }
    return numbers;
  }
}
