package io.spikelet.runtime.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces files in the order that a crash or a power cut cannot turn into half of something: the
 * content aside, to the disk, then its name, to the disk. A reader sees the old or the new content
 * and nothing between.
 */
public final class DurableFile {

  private static final Logger LOG = LoggerFactory.getLogger(DurableFile.class);

  private DurableFile() {}

  /**
   * Replaces a file.
   *
   * @param aside where the content is written first: in a directory of the same file system
   */
  public static void replace(Path file, byte[] content, Path aside) throws IOException {
    try {
      write(aside, content);
      moveInto(file, aside);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Replaces a file by one that somebody else wrote aside. */
  public static void moveInto(Path file, Path aside) throws IOException {
    // Before the move: a crash must not leave a name whose content never reached the disk.
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncNames(file.toAbsolutePath().getParent());
  }

  /** Makes a directory, and those above it, so that they too are there after a crash. */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    @Nullable Path above = directory.toAbsolutePath().getParent();
    if (above != null) {
      createDirectories(above);
    }
    Files.createDirectories(directory);
    syncNames(above);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /**
   * Brings a directory's names to the disk. Windows and some network file systems cannot be asked
   * to; the file itself is whole there too, only its name may be the one before.
   */
  private static void syncNames(@Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("the names in {} cannot be brought to the disk", directory, e);
    }
  }
}
