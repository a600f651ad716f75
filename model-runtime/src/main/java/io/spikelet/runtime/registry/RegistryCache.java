package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was pulled from a remote registry: an image layout, which several processes may share. All
 * of it can be fetched again, so what is damaged is simply removed.
 */
final class RegistryCache {

  private final Layout layout;
  private final LayoutRegistry packages;

  RegistryCache(Path directory) {
    this.layout = new Layout(directory);
    this.packages = new LayoutRegistry(layout);
  }

  Contents contents() {
    return layout.blobs();
  }

  /** Packages whose tags are remembered. */
  List<RegistryEntry> list() {
    return packages.list();
  }

  /** The manifest of a tag; empty where none is remembered. */
  Optional<Descriptor> tag(ModelRef ref) {
    try {
      return Optional.ofNullable(layout.index().find(ref));
    } catch (RegistryUnavailableException nothingYet) {
      return Optional.empty();
    }
  }

  /** Keeps a content, without any tag that leads to it yet. */
  void write(Descriptor descriptor, byte[] content) {
    layout.locked(
        () -> {
          layout.write(descriptor, content);
          return descriptor;
        });
  }

  /**
   * Remembers a tag, if its package is there: another process may have pruned it, or there was no
   * room for all of it. The package that the tag led to before is then the better one to keep.
   */
  void remember(ModelRef ref, Descriptor manifest) {
    List<ModelRef> tag = List.of(ModelRef.of(ref.name(), ref.tag()));
    layout.locked(
        () -> {
          if (holds(manifest)) {
            layout.replaceIndex(index().with(manifest, tag));
          }
          return manifest;
        });
  }

  /** Forgets a tag. */
  void forget(ModelRef ref) {
    if (tag(ref).isPresent()) {
      layout.locked(
          () -> {
            layout.replaceIndex(index().without(ref));
            return ref;
          });
    }
  }

  /** Removes what no tag leads to. */
  void prune() {
    layout.locked(() -> layout.removeAllBut(Reachable.whereWhole(index(), layout.blobs())));
  }

  private boolean holds(Descriptor manifest) throws IOException {
    Set<Digest> needed = Reachable.ifWhole(manifest, layout.blobs());
    return !needed.isEmpty() && Set.copyOf(layout.blobs().digests()).containsAll(needed);
  }

  private OciIndex index() {
    return layout.hasIndex() ? layout.index() : OciIndex.empty();
  }
}
