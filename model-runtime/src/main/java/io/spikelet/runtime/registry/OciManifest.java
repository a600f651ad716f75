package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.PackagePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A package's manifest: its config and its files, each by digest. */
record OciManifest(Descriptor config, List<Layer> layers) {

  static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  // Not the time of publishing: the same draft must have the same digest.
  private static final String CREATED = "1970-01-01T00:00:00Z";

  /** One file of the package. */
  record Layer(PackagePath path, Descriptor content) {}

  OciManifest {
    layers = List.copyOf(layers);
  }

  /** The files' digests, in order. */
  List<Digest> digests() {
    return layers.stream().map(layer -> layer.content().digest()).toList();
  }

  byte[] write() {
    ObjectNode json = OciJson.object().put("schemaVersion", 2).put("mediaType", MEDIA_TYPE);
    json.put("artifactType", ModelPack.ARTIFACT_TYPE);
    json.set("config", config.toJson());
    ArrayNode files = json.putArray("layers");
    for (Layer layer : layers) {
      ObjectNode file = layer.content().toJson();
      file.putObject("annotations").put(ModelPack.FILEPATH, layer.path().value());
      files.add(file);
    }
    json.putObject("annotations").put("org.opencontainers.image.created", CREATED);
    return OciJson.write(json);
  }

  /**
   * @throws MalformedException if it is not a manifest of a model package
   */
  static OciManifest parse(byte[] content) {
    ObjectNode json = OciJson.read("the manifest", content);
    OciJson.requireVersion2("the manifest", json.path("schemaVersion"));
    OciJson.require("mediaType of the manifest", MEDIA_TYPE, json.path("mediaType"));
    OciJson.require(
        "artifactType of the manifest", ModelPack.ARTIFACT_TYPE, json.path("artifactType"));
    ObjectNode config = OciJson.object("config of the manifest", json.path("config"));
    OciJson.require("mediaType of the config", ModelPack.CONFIG_TYPE, config.path("mediaType"));
    List<Layer> layers = new ArrayList<>();
    for (ObjectNode layer : OciJson.objects("layers of the manifest", json.path("layers"))) {
      layers.add(layer(layer));
    }
    requireDistinct(layers);
    return new OciManifest(Descriptor.parse("the config", config), layers);
  }

  private static Layer layer(ObjectNode json) {
    PackagePath path =
        path(
            OciJson.string(
                "filepath of a layer", json.path("annotations").path(ModelPack.FILEPATH)));
    Descriptor content = Descriptor.parse("file " + path, json);
    if (Arrays.stream(ModelPack.FileType.values())
        .noneMatch(type -> type.mediaType().equals(content.mediaType()))) {
      throw new MalformedException(
          "mediaType of file " + path, "a raw ModelPack type", content.mediaType());
    }
    return new Layer(path, content);
  }

  private static PackagePath path(String text) {
    try {
      return new PackagePath(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("filepath of a layer", "a plain relative path", text);
    }
  }

  private static void requireDistinct(List<Layer> layers) {
    Set<PackagePath> paths = new HashSet<>();
    for (Layer layer : layers) {
      if (!paths.add(layer.path())) {
        throw new MalformedException("file " + layer.path(), "one layer", "several");
      }
    }
  }
}
