package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.InvalidModelSpecException;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Manifest to package: every byte verified, redundant facts compared. */
final class PackageReader {

  private final Contents contents;

  PackageReader(Contents contents) {
    this.contents = contents;
  }

  /**
   * @throws DamagedPackageException naming what is not as it should be
   */
  ModelPackage read(ModelRef ref, Descriptor descriptor) {
    try {
      OciManifest manifest = OciManifest.parse(contents.read(ref, "the manifest", descriptor));
      ModelPackConfig.verify(
          contents.read(ref, "the config", manifest.config()), manifest.digests());
      Map<String, byte[]> files = files(ref, manifest);
      return ModelPackage.of(ref, descriptor.digest(), spec(ref, files), files);
    } catch (MalformedException e) {
      throw new DamagedPackageException(ref, e.what(), e.expected(), e.found(), e);
    }
  }

  /**
   * Every byte of the package as it is stored, checked as {@link #read} checks it.
   *
   * @throws DamagedPackageException naming what is not as it should be
   */
  PackageContents contents(ModelRef ref, Descriptor descriptor) {
    read(ref, descriptor);
    byte[] bytes = contents.read(ref, "the manifest", descriptor);
    OciManifest manifest = OciManifest.parse(bytes);
    List<PackageContents.Content> named = new ArrayList<>();
    for (OciManifest.Layer layer : manifest.layers()) {
      named.add(content(ref, "file " + layer.path(), layer.content()));
    }
    named.add(content(ref, "the config", manifest.config()));
    return new PackageContents(new PackageContents.Content(descriptor, bytes), named);
  }

  /**
   * What a package says of itself, without its weights being read.
   *
   * @throws DamagedPackageException naming what is not as it should be
   */
  ModelSpec spec(ModelRef ref, Descriptor descriptor) {
    try {
      OciManifest manifest = OciManifest.parse(contents.read(ref, "the manifest", descriptor));
      for (OciManifest.Layer layer : manifest.layers()) {
        if (layer.path().value().equals(ModelPack.SPEC_PATH)) {
          return parsed(ref, contents.read(ref, "file " + layer.path(), layer.content()));
        }
      }
      throw new MalformedException("file " + ModelPack.SPEC_PATH, "in the package", "missing");
    } catch (MalformedException e) {
      throw new DamagedPackageException(ref, e.what(), e.expected(), e.found(), e);
    }
  }

  private PackageContents.Content content(ModelRef ref, String what, Descriptor descriptor) {
    return new PackageContents.Content(descriptor, contents.read(ref, what, descriptor));
  }

  private Map<String, byte[]> files(ModelRef ref, OciManifest manifest) {
    Map<String, byte[]> files = new HashMap<>();
    for (OciManifest.Layer layer : manifest.layers()) {
      files.put(layer.path().value(), contents.read(ref, "file " + layer.path(), layer.content()));
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
