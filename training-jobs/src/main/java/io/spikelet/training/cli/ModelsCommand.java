package io.spikelet.training.cli;

import io.spikelet.runtime.registry.LayoutRegistry;
import io.spikelet.runtime.registry.RegistryEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spikelet models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Lists the packages of a registry, or removes what no tag reaches any more.")
final class ModelsCommand implements Callable<Integer> {

  @Mixin private RegistryOption registry = new RegistryOption();

  @Option(
      names = "--prune",
      description = "First remove the files of packages that were replaced under all their tags.")
  private boolean prune;

  @Override
  public Integer call() {
    if (prune) {
      LayoutRegistry.Pruned pruned = registry.layout().prune();
      System.out.printf("removed %d files, %,d bytes%n", pruned.blobs(), pruned.bytes());
    }
    for (RegistryEntry entry : registry.open().list()) {
      String state = entry.damage() == null ? "" : "damaged: " + entry.damage();
      System.out.printf("%s:%s %s %s%n", entry.name(), entry.tags(), entry.digest().value(), state);
    }
    return 0;
  }
}
