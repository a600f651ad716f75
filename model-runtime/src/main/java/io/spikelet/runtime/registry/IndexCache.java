package io.spikelet.runtime.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parsed {@code index.json}, read anew only when the file changed: its time, size or identity
 * (inode) differs. A file that was younger than two seconds when it was read is read again each
 * time: within the clock's grain of its file system it may change without a trace, as git knows of
 * its own index.
 */
final class IndexCache {

  private static final Duration SETTLED = Duration.ofSeconds(2);

  private record Stamp(Instant modified, long size, @Nullable Object identity) {

    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.lastModifiedTime().toInstant(), attributes.size(), attributes.fileKey());
    }

    boolean settledAt(Instant read) {
      return modified.plus(SETTLED).isBefore(read);
    }
  }

  private record Cached(Stamp stamp, OciIndex index) {}

  private final Path file;
  private volatile @Nullable Cached cached;

  IndexCache(Path file) {
    this.file = file;
  }

  /** The index as it is now. */
  OciIndex get() throws IOException {
    // Stamp before content: if the file is replaced between, the next call sees another stamp.
    Stamp stamp = Stamp.of(file);
    Cached known = cached;
    if (known != null && Objects.equals(known.stamp(), stamp)) {
      return known.index();
    }
    Instant read = Instant.now();
    OciIndex index = OciIndex.parse(Files.readAllBytes(file));
    cached = stamp.settledAt(read) ? new Cached(stamp, index) : null;
    return index;
  }
}
