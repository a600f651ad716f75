package io.spikelet.deployment.image;

import com.github.dockerjava.api.model.AccessMode;
import java.time.Duration;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/** A command of the batch program in its image, with a volume as working directory. */
final class TrainingContainer extends GenericContainer<TrainingContainer> {

  TrainingContainer(String volume, String... command) {
    super(Images.trainingImage());
    withCommand(command);
    withCreateContainerCmdModifier(Sandbox.work(volume, AccessMode.rw));
  }

  /** Nothing is writable but the volume and a temporary directory; no privileges. */
  TrainingContainer hardened() {
    withTmpFs(Map.of("/tmp", "rw"));
    withCreateContainerCmdModifier(Sandbox::restrict);
    return this;
  }

  /** Runs the command to its end, which has to be a success, and returns what it printed. */
  String output() {
    withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofMinutes(3)));
    try (this) {
      start();
      return getLogs();
    }
  }
}
