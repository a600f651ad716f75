package io.spikelet.training.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A directory or a zip file as one tree of paths.
 *
 * @param location as the user wrote it, for messages
 * @param root where the tree begins
 */
record FileTree(Path location, Path root, @Nullable FileSystem zip) implements AutoCloseable {

  /** Opens a directory, a zip file, or the only zip file in a directory of nothing else. */
  static FileTree open(Path location) {
    if (Files.isDirectory(location)) {
      List<Path> zips = files(location, path -> hasExtension(path, "zip"));
      boolean wrapped = zips.size() == 1 && directories(location).isEmpty();
      return wrapped && files(location, FileTree::isContent).isEmpty()
          ? openZip(zips.getFirst())
          : new FileTree(location, location, null);
    }
    if (!Files.isRegularFile(location)) {
      throw new DatasetException(location, "a directory or a zip file", "nothing");
    }
    return openZip(location);
  }

  private static FileTree openZip(Path file) {
    try {
      FileSystem zip = FileSystems.newFileSystem(file);
      return new FileTree(file, zip.getPath("/"), zip);
    } catch (ZipException e) {
      throw new DatasetException(file, "a zip file", "a damaged one (" + e.getMessage() + ")");
    } catch (IOException | ProviderNotFoundException e) {
      throw new DatasetException(file, "a zip file", "something else (" + e.getMessage() + ")");
    }
  }

  /** The directories directly below, sorted by name, hidden ones left out. */
  static List<Path> directories(Path path) {
    return list(path, Files::isDirectory);
  }

  /** The pictures directly below, sorted by name. */
  static List<Path> pictures(Path path) {
    return files(path, FileTree::isPicture);
  }

  /** The sounds directly and further below, sorted by path, hidden ones left out. */
  List<Path> sounds() {
    try (Stream<Path> paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(path -> isSound(path) && !isHidden(path) && Files.isRegularFile(path))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DatasetException(location, "a readable directory", e.toString());
    }
  }

  private boolean isHidden(Path path) {
    for (Path part : root.relativize(path)) {
      if (name(part).startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> files(Path path, Predicate<Path> wanted) {
    return list(path, file -> wanted.test(file) && Files.isRegularFile(file));
  }

  private static List<Path> list(Path path, Predicate<Path> wanted) {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(entry -> !name(entry).startsWith("."))
          .filter(wanted)
          .sorted((a, b) -> name(a).compareTo(name(b)))
          .toList();
    } catch (IOException e) {
      throw new DatasetException(path, "a readable directory", e.toString());
    }
  }

  private static boolean isPicture(Path path) {
    return Stream.of("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp")
        .anyMatch(type -> hasExtension(path, type));
  }

  private static boolean isSound(Path path) {
    return Stream.of("wav", "sph").anyMatch(type -> hasExtension(path, type));
  }

  private static boolean isContent(Path path) {
    return isPicture(path) || isSound(path);
  }

  private static boolean hasExtension(Path path, String extension) {
    return name(path).toLowerCase(Locale.ROOT).endsWith("." + extension);
  }

  /** The last part of a path; a directory in a zip may end in a slash. */
  static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? "" : last.toString().replace("/", "");
  }

  /** What to call a file of this tree: inside a zip, the zip first. */
  String describe(Path path) {
    return zip == null ? path.toString() : location + "!" + path;
  }

  @Override
  public void close() {
    if (zip != null) {
      try {
        zip.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
