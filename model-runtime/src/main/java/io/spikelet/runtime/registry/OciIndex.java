package io.spikelet.runtime.registry;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.InvalidModelRefException;
import io.spikelet.runtime.model.ModelPack;
import io.spikelet.runtime.model.ModelRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code index.json}: which tag points at which manifest. Immutable. Entries of other tools (no
 * tag, a tag that is no model reference) are kept as they are and never listed.
 */
final class OciIndex {

  static final String FILE = "index.json";
  static final String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
  private static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final ObjectNode json;
  private final Map<String, Descriptor> tagged = new TreeMap<>();

  private OciIndex(ObjectNode json) {
    this.json = json;
    for (ObjectNode entry : entries()) {
      @Nullable String name = refName(entry);
      if (name != null && isTagged(name)) {
        tagged.putIfAbsent(name, Descriptor.parse(name, entry));
      }
    }
  }

  static OciIndex empty() {
    ObjectNode json = OciJson.object().put("schemaVersion", 2).put("mediaType", MEDIA_TYPE);
    json.putArray("manifests");
    return new OciIndex(json);
  }

  /**
   * @throws MalformedException naming the field
   */
  static OciIndex parse(byte[] content) {
    ObjectNode json = OciJson.read(FILE, content);
    OciJson.requireVersion2(FILE, json.path("schemaVersion"));
    return new OciIndex(json);
  }

  byte[] write() {
    return OciJson.write(json);
  }

  /** All tags as {@code name:tag}, sorted. */
  List<String> known() {
    return List.copyOf(tagged.keySet());
  }

  /** Tags and their manifests, sorted by tag. */
  Map<ModelRef, Descriptor> byRef() {
    Map<ModelRef, Descriptor> refs = new LinkedHashMap<>();
    tagged.forEach((name, manifest) -> refs.put(ModelRef.parse(name), manifest));
    return refs;
  }

  /** What a reference points at; a digest must be tagged under the reference's name. */
  @Nullable Descriptor find(ModelRef ref) {
    @Nullable Digest digest = ref.digest();
    if (digest == null) {
      return tagged.get(ref.tagged());
    }
    String prefix = ref.name() + ":";
    return tagged.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .filter(manifest -> manifest.digest().equals(digest))
        .findFirst()
        .orElse(null);
  }

  /** Every manifest, tagged or not. */
  List<Descriptor> manifests() {
    return entries().stream().map(entry -> Descriptor.parse(FILE, entry)).toList();
  }

  /** The same index with these tags on this manifest; sorted, so that order of work leaves none. */
  OciIndex with(Descriptor manifest, Collection<ModelRef> refs) {
    Set<String> moved = refs.stream().map(ModelRef::tagged).collect(Collectors.toSet());
    List<ObjectNode> kept = new ArrayList<>(entries());
    kept.removeIf(entry -> moved.contains(Objects.requireNonNullElse(refName(entry), "")));
    moved.forEach(name -> kept.add(entry(manifest, name)));
    kept.sort(
        Comparator.comparing(OciIndex::refName, Comparator.nullsFirst(Comparator.naturalOrder())));
    ObjectNode changed = json.deepCopy();
    ArrayNode manifests = changed.putArray("manifests");
    kept.forEach(manifests::add);
    return new OciIndex(changed);
  }

  /** The same index without a tag. */
  OciIndex without(ModelRef ref) {
    ObjectNode changed = json.deepCopy();
    ArrayNode manifests = changed.putArray("manifests");
    entries().stream()
        .filter(entry -> !ref.tagged().equals(refName(entry)))
        .forEach(manifests::add);
    return new OciIndex(changed);
  }

  private static ObjectNode entry(Descriptor manifest, String refName) {
    ObjectNode entry = manifest.toJson().put("artifactType", ModelPack.ARTIFACT_TYPE);
    entry.putObject("annotations").put(REF_NAME, refName);
    return entry;
  }

  private List<ObjectNode> entries() {
    return OciJson.objects("manifests of " + FILE, json.path("manifests"));
  }

  private static @Nullable String refName(ObjectNode entry) {
    return entry.path("annotations").path(REF_NAME).stringValue(null);
  }

  private static boolean isTagged(String name) {
    try {
      ModelRef ref = ModelRef.parse(name);
      return ref.digest() == null && ref.tagged().equals(name);
    } catch (InvalidModelRefException e) {
      return false;
    }
  }
}
