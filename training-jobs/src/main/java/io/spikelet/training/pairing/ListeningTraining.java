package io.spikelet.training.pairing;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.EvenChoice;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.trainer.PackageSource;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What networks that hear have in common in training: they are measured by the images that they
 * draw of test sounds, and looked at by them.
 */
public abstract class ListeningTraining implements Trainable {

  private static final int VALIDATION_BATCH = 100;

  private static final int COLUMNS = 10;

  private final FrontEnd frontEnd;
  private final int validationSounds;
  private final Likeness likeness;
  private final @Nullable ImageModel judge;

  /**
   * For a network of any kind.
   *
   * @param pairs what the images are compared with
   * @param packages where the judge is, if the settings name one
   */
  protected ListeningTraining(
      ListeningSettings settings, TrainingPlan plan, Pairs pairs, PackageSource packages) {
    this.frontEnd = settings.frontEnd();
    this.validationSounds = plan.validationImages();
    this.likeness = new Likeness(pairs);
    this.judge =
        settings.judge().isEmpty() ? null : ModelLoader.load(packages.pull(settings.judge()));
  }

  /** The picture of a sound. */
  @Override
  public final ImageSpec image() {
    return new ImageSpec(1, frontEnd.channels(), frontEnd.frames(), ValueRange.UNIT);
  }

  /** The paper's error of the synthesised images, and how many the judge reads as was spoken. */
  @Override
  public final Map<String, Double> validate(ImageSet sounds) {
    int count = validationSounds == 0 ? sounds.size() : Math.min(validationSounds, sounds.size());
    double error = 0;
    int read = 0;
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      int[] indices = IntStream.range(from, Math.min(from + VALIDATION_BATCH, count)).toArray();
      List<float[]> synthesised = synthesise(sounds, indices);
      for (int k = 0; k < indices.length; k++) {
        int label = sounds.label(indices[k]);
        error += likeness.error(synthesised.get(k), label);
        read += isRead(synthesised.get(k), label) ? 1 : 0;
      }
    }
    return judge == null
        ? Map.of("validation_normalised_mse", error / count)
        : Map.of(
            "validation_normalised_mse", error / count,
            "validation_heard_share", (double) read / count);
  }

  private boolean isRead(float[] values, int label) {
    return judge != null && judge.classify(List.of(drawn(values))).getFirst().label() == label;
  }

  /** Rows of synthesised images, one row a digit. */
  @Override
  public final Map<String, Image> pictures(ImageSet sounds) {
    int[] shown = EvenChoice.of(sounds, COLUMNS);
    List<Image> tiles = synthesise(sounds, shown).stream().map(this::drawn).toList();
    return Map.of("images", ContactSheet.of(tiles));
  }

  /**
   * The images of sounds, {@code [C, H, W]} each, in a scale of the network's own.
   *
   * @param sounds their pictures over frequency and time
   */
  protected abstract List<float[]> synthesise(ImageSet sounds, int[] indices);

  /** A synthesised image to look at. */
  protected abstract Image drawn(float[] values);

  /** The pictures of sounds, {@code [N, channels * frames]} in [0, 1]. */
  protected static Tensor load(ImageSet sounds, int[] indices) {
    BatchFiller filler = BatchFiller.plain(sounds, ValueRange.UNIT);
    float[] values = new float[indices.length * filler.pixelCount()];
    filler.fill(indices, 0, indices.length, 0, values);
    return TensorMemory.tensor(values, indices.length, filler.pixelCount());
  }

  @Override
  public void close() {
    if (judge != null) {
      judge.close();
    }
  }
}
