package io.spikelet.runtime.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a package came to be, enough to train it again.
 *
 * @param config every setting of the run, by name
 * @param command what was typed
 * @param seed of the run
 * @param dataDigest SHA-256 over the training images, as {@code sha256:...}
 * @param epochs passes over the data
 * @param imagesSeen images that went through a training step, over all runs since random weights
 * @param wallTimeSeconds of the training alone
 * @param versions of Java and of the libraries that computed, by name
 * @param platform operating system and CPU: rounding may differ on another
 * @param startedFrom the package whose weights the run began with, pinned by digest; null for
 *     random weights
 */
public record Provenance(
    Map<String, String> config,
    String command,
    long seed,
    String dataDigest,
    int epochs,
    long imagesSeen,
    double wallTimeSeconds,
    Map<String, String> versions,
    String platform,
    @Nullable String startedFrom) {

  /**
   * Checks the counts; the maps are copied and sorted, so that equal runs give equal bytes.
   *
   * @throws IllegalArgumentException for a negative count or an unreadable {@code startedFrom}
   */
  public Provenance {
    config = Collections.unmodifiableMap(new TreeMap<>(config));
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    Rules.notBlank("training.command", command);
    Rules.notBlank("training.dataDigest", dataDigest);
    Rules.notBlank("training.platform", platform);
    Rules.atLeast("training.epochs", 0, epochs);
    Rules.atLeast("training.imagesSeen", 0, imagesSeen);
    if (!(wallTimeSeconds >= 0 && wallTimeSeconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "training.wallTimeSeconds must be finite and not negative, but is " + wallTimeSeconds);
    }
    if (startedFrom != null) {
      ModelRef.parse(startedFrom);
    }
  }
}
