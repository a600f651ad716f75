package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packages in an OCI image layout: a directory with {@code oci-layout}, {@code index.json} and
 * {@code blobs/sha256}.
 *
 * <p>Readers take no lock and need no right to write. They see every publication whole or not at
 * all: contents come first, then the manifest, then the index, each written aside and moved into
 * place. Writers exclude each other by a lock on {@code oci-layout}. {@link #resolve} costs one
 * look at the index's file attributes; the parsed index is kept until they change. {@link #list}
 * verifies each package once, and again when the attributes of one of its files change.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md">OCI image
 *     layout</a>
 */
public final class LayoutRegistry implements ModelRegistry {

  static final String SCHEME = "oci-layout:";

  // More changes than this while one list is made: show what was seen last.
  private static final int LIST_ATTEMPTS = 5;

  private final Layout layout;
  private final PackageReader packages;
  private final VerifiedPackages verified;

  /** The layout in a directory, which need not exist yet. */
  public LayoutRegistry(Path directory) {
    this(new Layout(directory));
  }

  LayoutRegistry(Layout layout) {
    this.layout = layout;
    this.packages = new PackageReader(layout.blobs());
    this.verified = new VerifiedPackages(layout.blobs());
  }

  /** What {@link #prune} removed. */
  public record Pruned(int blobs, long bytes) {}

  @Override
  public List<RegistryEntry> list() {
    OciIndex index = layout.index();
    List<RegistryEntry> entries = entries(index);
    for (int attempt = 1; attempt < LIST_ATTEMPTS; attempt++) {
      // A package that was replaced and pruned meanwhile only looks damaged.
      OciIndex now = layout.index();
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
    layout.locked(
        () -> {
          OciIndex index = indexForWriting();
          for (PackageContents.Content content : contents.named()) {
            layout.write(content.descriptor(), content.bytes());
          }
          PackageContents.Content manifest = contents.manifest();
          layout.write(manifest.descriptor(), manifest.bytes());
          layout.replaceIndex(index.with(manifest.descriptor(), refs));
          return contents.digest();
        });
  }

  /** Nothing to do: {@link #resolve} always looks at the directory as it is. */
  @Override
  public void refresh(ModelRef ref) {}

  /**
   * Removes contents that no tag leads to: those of replaced packages. A reader that is in the
   * middle of one begins anew with the tag's present package.
   *
   * @throws DamagedPackageException if a manifest is damaged; nothing is removed then, since what
   *     it leads to is unknown
   * @throws RegistryUnavailableException if the registry cannot be read or written
   */
  public Pruned prune() {
    layout.index();
    return layout.locked(() -> layout.removeAllBut(Reachable.from(layout.index(), layout.blobs())));
  }

  @Override
  public String toString() {
    return layout.toString();
  }

  private Descriptor find(ModelRef ref) {
    OciIndex index = layout.index();
    @Nullable Descriptor manifest = index.find(ref);
    if (manifest == null) {
      throw new ModelNotFoundException(ref, index.known());
    }
    return manifest;
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
    VerifiedPackages.Finding found = verified.find(ModelRef.of(name, tags.getFirst()), manifest);
    return new RegistryEntry(name, tags, manifest.digest(), found.spec(), found.damage());
  }

  /** The index to change; a directory without one becomes a layout unless it has contents. */
  private OciIndex indexForWriting() throws IOException {
    if (!layout.hasIndex()) {
      if (!layout.blobs().digests().isEmpty()) {
        // Publishing would make a new index, and pruning would then remove all that was there.
        throw layout.unavailable(
            "index.json is missing although there are packages; restore it", null);
      }
      layout.replaceIndex(OciIndex.empty());
    }
    return layout.index();
  }
}
