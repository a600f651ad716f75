package io.spikelet.runtime.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parsed {@code index.json}, read anew only when the {@link FileStamp} tells a change. */
final class IndexCache {

  private record Cached(FileStamp stamp, OciIndex index) {}

  private final Path file;
  private volatile @Nullable Cached cached;

  IndexCache(Path file) {
    this.file = file;
  }

  /** The index as it is now. */
  OciIndex get() throws IOException {
    FileStamp stamp = FileStamp.of(file);
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
