package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelSpec;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The manifest's config: what any ModelPack tool reads of a model. Redundant with {@code
 * spikelet.json} but for the layers' digests, which are compared on reading.
 *
 * @see <a href="https://github.com/modelpack/model-spec/blob/main/docs/config.md">its format</a>
 */
final class ModelPackConfig {

  private ModelPackConfig() {}

  static byte[] write(ModelSpec spec, List<Digest> layers) {
    ObjectNode json = OciJson.object();
    ObjectNode descriptor = json.putObject("descriptor");
    descriptor.put("family", spec.family().id()).put("name", spec.name());
    descriptor.put("title", spec.name() + " trained on " + spec.dataset());
    descriptor.putArray("licenses").add(spec.licence());
    ObjectNode config = json.putObject("config");
    config.put("architecture", "snn").put("format", "onnx");
    ObjectNode capabilities = config.putObject("capabilities");
    addAll(
        capabilities.putArray("inputTypes"), spec.capabilities(), ModelPackConfig::inputModality);
    addAll(
        capabilities.putArray("outputTypes"), spec.capabilities(), ModelPackConfig::outputModality);
    ObjectNode modelfs = json.putObject("modelfs").put("type", "layers");
    ArrayNode diffIds = modelfs.putArray("diffIds");
    layers.forEach(layer -> diffIds.add(layer.value()));
    return OciJson.write(json);
  }

  /**
   * Checks that the config describes these layers.
   *
   * @throws MalformedException if not
   */
  static void verify(byte[] content, List<Digest> layers) {
    ObjectNode modelfs =
        OciJson.object(
            "modelfs of the config", OciJson.read("the config", content).path("modelfs"));
    OciJson.require("modelfs.type of the config", "layers", modelfs.path("type"));
    List<String> found = OciJson.strings("modelfs.diffIds of the config", modelfs.path("diffIds"));
    List<String> expected = layers.stream().map(Digest::value).toList();
    if (!found.equals(expected)) {
      throw new MalformedException(
          "modelfs.diffIds of the config", expected.toString(), found.toString());
    }
  }

  private interface Modality {
    String of(Capability capability);
  }

  private static void addAll(
      ArrayNode array, Collection<Capability> capabilities, Modality modality) {
    Stream<String> names = capabilities.stream().map(modality::of);
    names.collect(Collectors.toCollection(TreeSet::new)).forEach(array::add);
  }

  private static String inputModality(Capability capability) {
    return switch (capability) {
      case RECONSTRUCT, LATENTS, CLASSIFY -> "image";
      case DECODE -> "embedding";
      case AUDIO_TO_IMAGE -> "audio";
      case GENERATE -> "other";
    };
  }

  private static String outputModality(Capability capability) {
    return switch (capability) {
      case GENERATE, RECONSTRUCT, DECODE, AUDIO_TO_IMAGE -> "image";
      case LATENTS -> "embedding";
      case CLASSIFY -> "other";
    };
  }
}
