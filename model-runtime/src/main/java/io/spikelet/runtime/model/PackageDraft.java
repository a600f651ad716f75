package io.spikelet.runtime.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A package that is to be published: the description and its files. The layers of the published
 * manifest have this order: {@code spikelet.json}, then the files as listed.
 *
 * @param spec becomes {@code spikelet.json}
 * @param files graphs and documents, without {@code spikelet.json}; exactly the graphs that the
 *     spec names, and any documents
 */
public record PackageDraft(ModelSpec spec, List<PackageFile> files) {

  /**
   * Checks that the files are those that the spec names.
   *
   * @throws IllegalArgumentException for a path given twice, a graph that is missing or unnamed
   */
  public PackageDraft {
    files = List.copyOf(files);
    Set<String> paths = new HashSet<>(Set.of(ModelPack.SPEC_PATH));
    Set<String> graphs = new HashSet<>();
    for (PackageFile file : files) {
      if (!paths.add(file.path().value())) {
        throw new IllegalArgumentException("two files of the package are named " + file.path());
      }
      switch (file.type()) {
        case WEIGHT -> graphs.add(file.path().value());
        case WEIGHT_CONFIG ->
            throw new IllegalArgumentException(
                "only %s is a weight config, not %s".formatted(ModelPack.SPEC_PATH, file.path()));
        case DOC -> {}
      }
    }
    if (!graphs.equals(Set.copyOf(spec.graphs().values()))) {
      throw new IllegalArgumentException(
          "the spec names the graphs %s, but the files are %s"
              .formatted(spec.graphs().values(), graphs));
    }
  }

  /**
   * From each role's ONNX file and the documents by path.
   *
   * @throws IllegalArgumentException if the graphs' roles are not those of the spec
   */
  public static PackageDraft of(
      ModelSpec spec, Map<GraphRole, byte[]> graphs, Map<String, byte[]> documents) {
    List<PackageFile> files = new ArrayList<>();
    Map<GraphRole, byte[]> left = new HashMap<>(graphs);
    spec.graphs()
        .forEach(
            (role, path) -> {
              byte[] content = left.remove(role);
              if (content != null) {
                files.add(file(path, ModelPack.FileType.WEIGHT, content));
              }
            });
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("the spec names no graph of role " + left.keySet());
    }
    documents.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> file(entry.getKey(), ModelPack.FileType.DOC, entry.getValue()))
        .forEach(files::add);
    return new PackageDraft(spec, files);
  }

  private static PackageFile file(String path, ModelPack.FileType type, byte[] content) {
    return new PackageFile(new PackagePath(path), type, content);
  }
}
