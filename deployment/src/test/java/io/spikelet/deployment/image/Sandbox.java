package io.spikelet.deployment.image;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.util.List;
import java.util.function.Consumer;

/** What a container may do, as changes to the request that creates it. */
final class Sandbox {

  private Sandbox() {}

  /** Writes nothing into the image's files and has no privileges. */
  static void restrict(CreateContainerCmd create) {
    host(create)
        .withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"));
  }

  /** Has so many bytes of memory, and no swap. */
  static Consumer<CreateContainerCmd> memory(long bytes) {
    return create -> host(create).withMemory(bytes).withMemorySwap(bytes);
  }

  /** Has a volume at {@code /work}. */
  static Consumer<CreateContainerCmd> work(String volume, AccessMode mode) {
    return create -> host(create).withBinds(new Bind(volume, new Volume("/work"), mode));
  }

  private static HostConfig host(CreateContainerCmd create) {
    return requireNonNull(create.getHostConfig());
  }
}
