package io.spikelet.training.cli;

import io.spikelet.runtime.registry.RegistryEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spikelet models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Lists the packages of a registry.")
final class ModelsCommand implements Callable<Integer> {

  @Mixin private RegistryOption registry = new RegistryOption();

  @Override
  public Integer call() {
    for (RegistryEntry entry : registry.open().list()) {
      String state = entry.damage() == null ? "" : "damaged: " + entry.damage();
      System.out.printf("%s:%s %s %s%n", entry.name(), entry.tags(), entry.digest().value(), state);
    }
    return 0;
  }
}
