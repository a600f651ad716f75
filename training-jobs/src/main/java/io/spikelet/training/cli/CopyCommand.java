package io.spikelet.training.cli;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.LayoutRegistry;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.PackageContents;
import io.spikelet.runtime.registry.RegistryEntry;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spikelet copy}. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = "Copies packages from one registry to another, byte for byte.")
final class CopyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "Packages, for example esvae:mnist; all that the registry lists by default.")
  private List<String> refs = List.of();

  @Option(names = "--from", required = true, description = "Registry to copy from.")
  private String from = "";

  @Option(names = "--to", required = true, description = "Registry to copy to.")
  private String to = "";

  @Option(
      names = "--overwrite",
      description = "Also move tags that the other registry has for another package.")
  private boolean overwrite;

  @Override
  public Integer call() {
    ModelRegistry source = ModelRegistry.open(from);
    ModelRegistry target = ModelRegistry.open(to);
    for (List<ModelRef> tags : packages(source).values()) {
      copy(source, target, tags);
    }
    return 0;
  }

  /** The tags to copy, those of one package together: it is sent once. */
  private Map<Digest, List<ModelRef>> packages(ModelRegistry source) {
    Map<Digest, List<ModelRef>> packages = new LinkedHashMap<>();
    for (ModelRef ref : wanted(source)) {
      packages.computeIfAbsent(source.resolve(ref), digest -> new ArrayList<>()).add(ref);
    }
    return packages;
  }

  private List<ModelRef> wanted(ModelRegistry source) {
    if (!refs.isEmpty()) {
      return refs.stream().map(ModelRef::parse).toList();
    }
    List<ModelRef> all = new ArrayList<>();
    for (RegistryEntry entry : source.list()) {
      entry.tags().forEach(tag -> all.add(ModelRef.of(entry.name(), tag)));
    }
    return all;
  }

  private void copy(ModelRegistry source, ModelRegistry target, List<ModelRef> tags) {
    List<ModelRef> moved = new ArrayList<>();
    Digest digest = source.resolve(tags.getFirst());
    for (ModelRef tag : tags) {
      @Nullable Digest there = resolved(target, tag);
      if (digest.equals(there)) {
        System.out.printf("%s is there already%n", tag);
      } else if (there != null && !overwrite) {
        System.out.printf("%s is another package there and stays; --overwrite moves it%n", tag);
      } else {
        moved.add(ModelRef.of(tag.name(), tag.tag()));
      }
    }
    if (!moved.isEmpty()) {
      PackageContents contents = source.contents(tags.getFirst().withDigest(digest));
      target.store(contents, moved);
      moved.forEach(tag -> System.out.printf("%s %s%n", tag, contents.digest()));
    }
  }

  /** What a tag means there now, by the registry itself and not by what is remembered of it. */
  private static @Nullable Digest resolved(ModelRegistry registry, ModelRef ref) {
    ModelRef tag = ModelRef.of(ref.name(), ref.tag());
    try {
      registry.refresh(tag);
      return registry.resolve(tag);
    } catch (ModelNotFoundException e) {
      return null;
    } catch (RegistryUnavailableException e) {
      if (registry instanceof LayoutRegistry) {
        // A directory that is no layout yet becomes one.
        return null;
      }
      throw e;
    }
  }
}
