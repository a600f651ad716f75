package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Packages in an OCI image layout: a directory with {@code oci-layout}, {@code index.json} and
 * {@code blobs/sha256}.
 *
 * <p>Readers take no lock and need no right to write. They see every publication whole or not at
 * all: contents come first, then the manifest, then the index, each written aside and moved into
 * place. Writers exclude each other by a lock on {@code oci-layout}. {@link #resolve} costs one
 * look at the index's file attributes; the parsed index is kept until they change.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md">OCI image
 *     layout</a>
 */
public final class LayoutRegistry implements ModelRegistry {

  static final String SCHEME = "oci-layout:";

  private static final String LAYOUT_FILE = "oci-layout";
  private static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}\n".getBytes(StandardCharsets.UTF_8);
  // More changes than this while one list is made: show what was seen last.
  private static final int LIST_ATTEMPTS = 5;

  private final Path directory;
  private final Path layoutFile;
  private final Path indexFile;
  private final BlobStore blobs;
  private final IndexCache indexCache;
  private final PackageReader packages;

  /** The layout in a directory, which need not exist yet. */
  public LayoutRegistry(Path directory) {
    this.directory = directory;
    this.layoutFile = directory.resolve(LAYOUT_FILE);
    this.indexFile = directory.resolve(OciIndex.FILE);
    this.blobs = new BlobStore(directory);
    this.indexCache = new IndexCache(indexFile);
    this.packages = new PackageReader(blobs);
  }

  /** What {@link #prune} removed. */
  public record Pruned(int blobs, long bytes) {}

  @Override
  public List<RegistryEntry> list() {
    OciIndex index = index();
    List<RegistryEntry> entries = entries(index);
    for (int attempt = 1; attempt < LIST_ATTEMPTS; attempt++) {
      // A package that was replaced and pruned meanwhile only looks damaged.
      OciIndex now = index();
      if (entries.stream().noneMatch(RegistryEntry::damaged) || now.byRef().equals(index.byRef())) {
        return entries;
      }
      index = now;
      entries = entries(index);
    }
    return entries;
  }

  @Override
  public Digest resolve(ModelRef ref) {
    return find(ref).digest();
  }

  @Override
  public ModelPackage pull(ModelRef ref) {
    return readSettled(ref, packages::read);
  }

  private interface Reading<T> {
    T of(ModelRef ref, Descriptor manifest);
  }

  private <T> T readSettled(ModelRef ref, Reading<T> reading) {
    Descriptor manifest = find(ref);
    while (true) {
      try {
        return reading.of(ref, manifest);
      } catch (DamagedPackageException e) {
        // A package that was replaced and pruned meanwhile only looks damaged.
        Descriptor now = find(ref);
        if (now.equals(manifest)) {
          throw e;
        }
        manifest = now;
      }
    }
  }

  @Override
  public PackageContents contents(ModelRef ref) {
    return readSettled(ref, packages::contents);
  }

  @Override
  public void store(PackageContents contents, List<ModelRef> refs) {
    RegistryTags.require(refs);
    locked(
        () -> {
          OciIndex index = indexForWriting();
          for (PackageContents.Content content : contents.named()) {
            write(content);
          }
          write(contents.manifest());
          blobs.replace(indexFile, index.with(contents.manifest().descriptor(), refs).write());
          return contents.digest();
        });
  }

  /** Nothing to do: {@link #resolve} always looks at the directory as it is. */
  @Override
  public void refresh(ModelRef ref) {}

  // What follows up to prune is for the cache of a remote registry.

  /** A content without any tag that leads to it yet. */
  void write(Descriptor descriptor, byte[] content) {
    locked(
        () -> {
          write(new PackageContents.Content(descriptor, content));
          return descriptor;
        });
  }

  /** Points a tag at a manifest, if that is still there: another process may have pruned it. */
  void point(ModelRef ref, Descriptor manifest) {
    List<ModelRef> tag = List.of(ModelRef.of(ref.name(), ref.tag()));
    locked(
        () -> {
          if (blobs.digests().contains(manifest.digest())) {
            blobs.replace(indexFile, cacheIndex().with(manifest, tag).write());
          }
          return manifest;
        });
  }

  /** Forgets a tag. */
  void unpoint(ModelRef ref) {
    if (tag(ref).isPresent()) {
      locked(
          () -> {
            blobs.replace(indexFile, cacheIndex().without(ref).write());
            return ref;
          });
    }
  }

  /** As {@link #prune}, of a cache: what is damaged goes too, since all can be fetched again. */
  void pruneCache() {
    locked(
        () -> {
          Set<Digest> reachable = Reachable.whereWhole(cacheIndex(), blobs);
          for (Digest digest : blobs.digests()) {
            if (!reachable.contains(digest)) {
              blobs.delete(digest);
            }
          }
          return reachable;
        });
  }

  private OciIndex cacheIndex() {
    return Files.exists(indexFile) ? index() : OciIndex.empty();
  }

  /** The manifest of a tag; empty where there is none, or no layout yet. */
  Optional<Descriptor> tag(ModelRef ref) {
    try {
      return Optional.ofNullable(index().find(ref));
    } catch (RegistryUnavailableException e) {
      return Optional.empty();
    }
  }

  BlobStore blobs() {
    return blobs;
  }

  /**
   * Removes contents that no tag leads to: those of replaced packages. A reader that is in the
   * middle of one begins anew with the tag's present package.
   *
   * @throws DamagedPackageException if a manifest is damaged; nothing is removed then, since what
   *     it leads to is unknown
   * @throws RegistryUnavailableException if the registry cannot be read or written
   */
  public Pruned prune() {
    index();
    return locked(
        () -> {
          Set<Digest> reachable = Reachable.from(index(), blobs);
          int count = 0;
          long bytes = 0;
          for (Digest digest : blobs.digests()) {
            if (!reachable.contains(digest)) {
              bytes += blobs.delete(digest);
              count++;
            }
          }
          return new Pruned(count, bytes);
        });
  }

  @Override
  public String toString() {
    return SCHEME + directory;
  }

  private Descriptor find(ModelRef ref) {
    OciIndex index = index();
    @Nullable Descriptor manifest = index.find(ref);
    if (manifest == null) {
      throw new ModelNotFoundException(ref, index.known());
    }
    return manifest;
  }

  private OciIndex index() {
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

  private List<RegistryEntry> entries(OciIndex index) {
    record Key(String name, Descriptor manifest) {}
    Map<Key, List<String>> tags = new LinkedHashMap<>();
    index
        .byRef()
        .forEach(
            (ref, manifest) ->
                tags.computeIfAbsent(new Key(ref.name(), manifest), key -> new ArrayList<>())
                    .add(ref.tag()));
    List<RegistryEntry> entries = new ArrayList<>();
    tags.forEach((key, names) -> entries.add(entry(key.name(), names, key.manifest())));
    return List.copyOf(entries);
  }

  private RegistryEntry entry(String name, List<String> tags, Descriptor manifest) {
    ModelRef ref = ModelRef.of(name, tags.getFirst());
    try {
      return new RegistryEntry(
          name, tags, manifest.digest(), packages.read(ref, manifest).spec(), null);
    } catch (DamagedPackageException e) {
      return new RegistryEntry(name, tags, manifest.digest(), null, e.reason());
    }
  }

  private void write(PackageContents.Content content) throws IOException {
    blobs.write(content.descriptor().digest(), content.bytes());
  }

  /** The index to change; a directory without one becomes a layout unless it has contents. */
  private OciIndex indexForWriting() throws IOException {
    if (!Files.exists(indexFile)) {
      if (!blobs.digests().isEmpty()) {
        // Publishing would make a new index, and pruning would then remove all that was there.
        throw unavailable("index.json is missing although there are packages; restore it", null);
      }
      blobs.replace(indexFile, OciIndex.empty().write());
    }
    return index();
  }

  private interface Writing<T> {
    T run() throws IOException;
  }

  private <T> T locked(Writing<T> writing) {
    try (LayoutLock lock = LayoutLock.acquire(layoutFile)) {
      writeLayout(lock.channel());
      blobs.deleteTemporaries();
      return writing.run();
    } catch (IOException | ReadOnlyFileSystemException e) {
      throw unavailable("it cannot be written", e);
    }
  }

  private static void writeLayout(FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      channel.write(ByteBuffer.wrap(LAYOUT), 0);
    }
  }

  private RegistryUnavailableException unavailable(String reason, @Nullable Exception cause) {
    return new RegistryUnavailableException(toString(), reason, cause);
  }
}
