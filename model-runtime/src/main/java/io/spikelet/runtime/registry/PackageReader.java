package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.InvalidModelSpecException;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import java.util.HashMap;
import java.util.Map;

/** Manifest to package: every byte verified, redundant facts compared. */
final class PackageReader {

  private final BlobStore blobs;

  PackageReader(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * @throws DamagedPackageException naming what is not as it should be
   */
  ModelPackage read(ModelRef ref, Descriptor descriptor) {
    try {
      OciManifest manifest = OciManifest.parse(blobs.read(ref, "the manifest", descriptor));
      ModelPackConfig.verify(blobs.read(ref, "the config", manifest.config()), manifest.digests());
      Map<String, byte[]> files = files(ref, manifest);
      return ModelPackage.of(ref, descriptor.digest(), spec(ref, files), files);
    } catch (MalformedException e) {
      throw new DamagedPackageException(ref, e.what(), e.expected(), e.found(), e);
    }
  }

  private Map<String, byte[]> files(ModelRef ref, OciManifest manifest) {
    Map<String, byte[]> files = new HashMap<>();
    for (OciManifest.Layer layer : manifest.layers()) {
      files.put(layer.path().value(), blobs.read(ref, "file " + layer.path(), layer.content()));
    }
    return files;
  }

  private static ModelSpec spec(ModelRef ref, Map<String, byte[]> files) {
    ModelSpec spec = parsed(ref, file(files, ModelPack.SPEC_PATH));
    spec.graphs().values().forEach(path -> file(files, path));
    return spec;
  }

  private static ModelSpec parsed(ModelRef ref, byte[] json) {
    try {
      return ModelSpec.read(json);
    } catch (InvalidModelSpecException e) {
      throw new DamagedPackageException(
          ref, e.field() + " of " + ModelPack.SPEC_PATH, e.expected(), e.found(), e);
    }
  }

  private static byte[] file(Map<String, byte[]> files, String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new MalformedException("file " + path, "in the package", "missing");
    }
    return content;
  }
}
