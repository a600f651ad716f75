package io.spikelet.runtime.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By what one sees, without reading it, that a file changed: its time, size or identity (inode)
 * differs. A file that was younger than two seconds when it was read has to be read again each
 * time: within the clock's grain of its file system it may change without a trace, as git knows of
 * its own index.
 */
record FileStamp(Instant modified, long size, @Nullable Object identity) {

  /** Of a file that is not there. */
  static final FileStamp MISSING = new FileStamp(Instant.EPOCH, -1, null);

  private static final Duration SETTLED = Duration.ofSeconds(2);

  /**
   * A file as it is now. To be taken before the content is read: if the file is replaced between,
   * the next look sees another stamp.
   */
  static FileStamp of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(
        attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
  }

  /** As {@link #of}; {@link #MISSING} where there is none. */
  static FileStamp ofAny(Path file) throws IOException {
    try {
      return of(file);
    } catch (NoSuchFileException e) {
      return MISSING;
    }
  }

  boolean settledAt(Instant read) {
    return modified.plus(SETTLED).isBefore(read);
  }
}
