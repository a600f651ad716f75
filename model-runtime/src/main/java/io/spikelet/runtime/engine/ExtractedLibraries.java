package io.spikelet.runtime.engine;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native libraries that ONNX Runtime's Java extracts to a temporary directory when it is
 * loaded. It removes them when the process ends in peace; each process that is killed left 28 MB
 * behind. What is loaded needs its file no more, so the files go at once: then nobody has to find
 * out later whose they were. Windows keeps files that are in use, and removes them at the end.
 *
 * <p>ONNX Runtime does not say where they are, hence the reflection. Where a property names the
 * libraries, as in the image, nothing was extracted.
 */
final class ExtractedLibraries {

  private static final Logger LOG = LoggerFactory.getLogger(ExtractedLibraries.class);

  private ExtractedLibraries() {}

  /** Removes those of this process; once they are loaded. */
  static void remove() {
    try {
      @Nullable Path directory = directory();
      if (directory != null && Files.isDirectory(directory)) {
        removeAllIn(directory);
        Files.delete(directory);
      }
    } catch (ReflectiveOperationException | IOException e) {
      LOG.debug("the extracted native libraries stay until the process ends", e);
    }
  }

  private static @Nullable Path directory() throws ReflectiveOperationException {
    Field directory = SharedEnvironment.library().getDeclaredField("tempDirectory");
    directory.setAccessible(true);
    return (Path) directory.get(null);
  }

  private static void removeAllIn(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
