package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.runtime.model.PackageFile;
import io.spikelet.runtime.model.PackagePath;
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
    Descriptor manifest = find(ref);
    while (true) {
      try {
        return packages.read(ref, manifest);
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
  public Digest publish(PackageDraft draft, List<ModelRef> refs) {
    requireTags(refs);
    return locked(
        () -> {
          OciIndex index = indexForWriting();
          Descriptor manifest = writeContents(draft);
          blobs.replace(indexFile, index.with(manifest, refs).write());
          return manifest.digest();
        });
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

  private static void requireTags(List<ModelRef> refs) {
    if (refs.isEmpty()) {
      throw new IllegalArgumentException("a package must be published under at least one tag");
    }
    for (ModelRef ref : refs) {
      if (ref.digest() != null) {
        throw new IllegalArgumentException(
            "a package is published under a tag, not under a digest: " + ref);
      }
    }
  }

  private Descriptor writeContents(PackageDraft draft) throws IOException {
    List<OciManifest.Layer> layers = new ArrayList<>();
    layers.add(
        writeFile(
            new PackageFile(
                new PackagePath(ModelPack.SPEC_PATH),
                ModelPack.FileType.WEIGHT_CONFIG,
                draft.spec().write())));
    for (PackageFile file : draft.files()) {
      layers.add(writeFile(file));
    }
    List<Digest> digests = layers.stream().map(layer -> layer.content().digest()).toList();
    Descriptor config = write(ModelPack.CONFIG_TYPE, ModelPackConfig.write(draft.spec(), digests));
    return write(OciManifest.MEDIA_TYPE, new OciManifest(config, layers).write());
  }

  private OciManifest.Layer writeFile(PackageFile file) throws IOException {
    return new OciManifest.Layer(file.path(), write(file.type().mediaType(), file.content()));
  }

  private Descriptor write(String mediaType, byte[] content) throws IOException {
    Descriptor descriptor = Descriptor.of(mediaType, content);
    blobs.write(descriptor.digest(), content);
    return descriptor;
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
