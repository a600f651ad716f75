package io.spikelet.training.cli;

import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.GraphWeights;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's first weights come from.
 *
 * @param startedFrom a package, pinned by digest; null for random weights
 * @param images images that had gone through training steps by then
 * @param published the package itself, where it was asked for
 */
record Origin(@Nullable String startedFrom, long images, @Nullable ModelPackage published) {

  static final String INIT_FROM = "init-from";
  private static final String INIT_IMAGES = "init-images";

  /** What the settings say, without the package. */
  static Origin of(Settings settings) {
    String ref = settings.text(INIT_FROM, "");
    return new Origin(ref.isEmpty() ? null : ref, settings.large(INIT_IMAGES, 0), null);
  }

  /** As {@link #of(Settings)} with the package, whose digest is then kept in the settings. */
  static Origin of(Settings settings, RegistryOption registry) {
    Origin said = of(settings);
    if (said.startedFrom() == null) {
      return said;
    }
    ModelRegistry source = registry.open();
    ModelPackage published = source.pull(ModelRef.parse(said.startedFrom()));
    settings.set(INIT_FROM, published.ref().toString());
    settings.set(INIT_IMAGES, Long.toString(published.spec().training().imagesSeen()));
    Origin pinned = of(settings);
    return new Origin(pinned.startedFrom(), pinned.images(), published);
  }

  /** Gives the network the package's weights, if there is one. */
  void start(Trainable network, ImageSet images) {
    if (published != null) {
      try (PointerScope _ = new PointerScope()) {
        network.start(GraphWeights.of(published), images);
      }
    }
  }
}
