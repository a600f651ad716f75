package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every content that an index leads to, whatever tool wrote it; the rest is garbage. */
final class Reachable {

  private static final Logger LOG = LoggerFactory.getLogger(Reachable.class);
  private static final ModelRef ANY = ModelRef.of("layout", "any");

  private final BlobStore blobs;
  private final Set<Digest> digests = new HashSet<>();

  private Reachable(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * @throws DamagedPackageException or MalformedException if a manifest cannot be read: what it
   *     leads to is unknown then, and nothing may be called garbage
   */
  static Set<Digest> from(OciIndex index, BlobStore blobs) {
    Reachable reachable = new Reachable(blobs);
    index.manifests().forEach(reachable::visit);
    return reachable.digests;
  }

  /** As {@link #from}, without the manifests that cannot be read. */
  static Set<Digest> whereWhole(OciIndex index, BlobStore blobs) {
    Set<Digest> digests = new HashSet<>();
    for (Descriptor manifest : index.manifests()) {
      digests.addAll(ifWhole(manifest, blobs));
    }
    return digests;
  }

  /** What a manifest leads to, itself too; nothing if it cannot be read. */
  static Set<Digest> ifWhole(Descriptor manifest, BlobStore blobs) {
    Reachable reachable = new Reachable(blobs);
    try {
      reachable.visit(manifest);
      return reachable.digests;
    } catch (DamagedPackageException | MalformedException e) {
      LOG.debug("manifest {} cannot be read", manifest.digest(), e);
      return Set.of();
    }
  }

  private void visit(Descriptor manifest) {
    if (!digests.add(manifest.digest())) {
      return;
    }
    ObjectNode json =
        OciJson.read(
            "manifest " + manifest.digest(),
            blobs.read(ANY, "manifest " + manifest.digest(), manifest));
    if (json.path("config") instanceof ObjectNode config) {
      digests.add(Descriptor.parse("config", config).digest());
    }
    if (json.has("layers")) {
      OciJson.objects("layers", json.path("layers"))
          .forEach(layer -> digests.add(Descriptor.parse("layer", layer).digest()));
    }
    if (json.has("manifests")) {
      OciJson.objects("manifests", json.path("manifests"))
          .forEach(nested -> visit(Descriptor.parse("manifest", nested)));
    }
  }
}
