package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of an image layout, and one writer at a time: what a registry in a directory and the
 * cache of another one have in common.
 */
final class Layout {

  private static final String LAYOUT_FILE = "oci-layout";
  private static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}\n".getBytes(StandardCharsets.UTF_8);

  private final Path directory;
  private final Path layoutFile;
  private final Path indexFile;
  private final BlobStore blobs;
  private final IndexCache indexCache;

  /** The layout in a directory, which need not exist yet. */
  Layout(Path directory) {
    this.directory = directory;
    this.layoutFile = directory.resolve(LAYOUT_FILE);
    this.indexFile = directory.resolve(OciIndex.FILE);
    this.blobs = new BlobStore(directory);
    this.indexCache = new IndexCache(indexFile);
  }

  BlobStore blobs() {
    return blobs;
  }

  boolean hasIndex() {
    return Files.exists(indexFile);
  }

  /**
   * The index as it is now.
   *
   * @throws RegistryUnavailableException if there is none that can be read
   */
  OciIndex index() {
    try {
      return indexCache.get();
    } catch (MalformedException e) {
      throw unavailable("index.json is damaged: " + e.getMessage(), e);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw unavailable(
          Files.isDirectory(directory) ? "index.json is missing" : "there is no such directory", e);
    } catch (IOException e) {
      throw unavailable("index.json cannot be read", e);
    }
  }

  interface Writing<T> {
    T run() throws IOException;
  }

  /**
   * Writes while nobody else does; the methods below only in here.
   *
   * @throws RegistryUnavailableException if it cannot be written
   */
  <T> T locked(Writing<T> writing) {
    try (LayoutLock lock = LayoutLock.acquire(layoutFile)) {
      writeLayout(lock.channel());
      blobs.deleteTemporaries();
      return writing.run();
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw unavailable("it cannot be written", e);
    }
  }

  void write(Descriptor descriptor, byte[] content) throws IOException {
    blobs.write(descriptor.digest(), content);
  }

  void replaceIndex(OciIndex index) throws IOException {
    blobs.replace(indexFile, index.write());
  }

  LayoutRegistry.Pruned removeAllBut(Set<Digest> kept) throws IOException {
    int count = 0;
    long bytes = 0;
    for (Digest digest : blobs.digests()) {
      if (!kept.contains(digest)) {
        bytes += blobs.delete(digest);
        count++;
      }
    }
    return new LayoutRegistry.Pruned(count, bytes);
  }

  RegistryUnavailableException unavailable(String reason, @Nullable Exception cause) {
    return new RegistryUnavailableException(toString(), reason, cause);
  }

  /** Its URI. */
  @Override
  public String toString() {
    return LayoutRegistry.SCHEME + directory;
  }

  private static void writeLayout(FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      channel.write(ByteBuffer.wrap(LAYOUT), 0);
    }
  }
}
