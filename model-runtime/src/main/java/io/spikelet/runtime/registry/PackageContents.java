package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.PackageDraft;
import io.spikelet.runtime.model.PackageFile;
import io.spikelet.runtime.model.PackagePath;
import java.util.ArrayList;
import java.util.List;

/**
 * A package byte for byte, as registries store it: its manifest and all that the manifest names.
 * Copied between registries it keeps its digest. Immutable.
 */
public final class PackageContents {

  /** One stored content; the bytes are not copied, nobody may write to them. */
  record Content(Descriptor descriptor, byte[] bytes) {

    static Content of(String mediaType, byte[] bytes) {
      return new Content(Descriptor.of(mediaType, bytes), bytes);
    }
  }

  private final Content manifest;
  private final List<Content> named;

  PackageContents(Content manifest, List<Content> named) {
    this.manifest = manifest;
    this.named = List.copyOf(named);
  }

  /** The package that a draft becomes; the same bytes for the same draft, always. */
  public static PackageContents of(PackageDraft draft) {
    List<Content> contents = new ArrayList<>();
    List<OciManifest.Layer> layers = new ArrayList<>();
    for (PackageFile file : files(draft)) {
      Content content = Content.of(file.type().mediaType(), file.content());
      contents.add(content);
      layers.add(new OciManifest.Layer(file.path(), content.descriptor()));
    }
    List<Digest> digests = layers.stream().map(layer -> layer.content().digest()).toList();
    Content config =
        Content.of(ModelPack.CONFIG_TYPE, ModelPackConfig.write(draft.spec(), digests));
    contents.add(config);
    byte[] manifest = new OciManifest(config.descriptor(), layers).write();
    return new PackageContents(Content.of(OciManifest.MEDIA_TYPE, manifest), contents);
  }

  /** The digest of the manifest; names the package for ever. */
  public Digest digest() {
    return manifest.descriptor().digest();
  }

  Content manifest() {
    return manifest;
  }

  /** What the manifest names: to be stored before it. */
  List<Content> named() {
    return named;
  }

  private static List<PackageFile> files(PackageDraft draft) {
    List<PackageFile> files = new ArrayList<>();
    files.add(
        new PackageFile(
            new PackagePath(ModelPack.SPEC_PATH),
            ModelPack.FileType.WEIGHT_CONFIG,
            draft.spec().write()));
    files.addAll(draft.files());
    return files;
  }
}
