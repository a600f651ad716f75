package io.spikelet.runtime.generator;

import io.spikelet.runtime.image.Image;
import java.util.List;
import java.util.Optional;

/** The image of a package's golden sample: what the model makes of its {@link GoldenTask}. */
public final class GoldenPicture {

  private GoldenPicture() {}

  /** Draws it; empty for a model that makes no images. */
  public static Optional<Image> draw(ImageModel model, long seed) {
    return GoldenTask.of(model.modelPackage().spec(), seed).map(task -> draw(model, task));
  }

  private static Image draw(ImageModel model, GoldenTask task) {
    return switch (task) {
      case GoldenTask.Drawn(GenerateTask drawn) ->
          model.generate(List.of(drawn)).getFirst().image();
      case GoldenTask.Seen(ReconstructTask seen) ->
          model.reconstruct(List.of(seen)).getFirst().image();
      case GoldenTask.Heard(SoundTask heard) ->
          model.audioToImage(List.of(heard)).getFirst().drawn().image();
    };
  }
}
