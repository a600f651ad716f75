package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.pairing.Pairs;
import io.spikelet.training.run.RunException;
import io.spikelet.training.trainer.Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What an audiocoder is taught: for each sound the first hidden spikes that the published
 * autoencoder has for the paired image. An image is shown to it once; its spikes are the lesson
 * from then on.
 */
final class Lessons implements AutoCloseable {

  private final ImageModel autoencoder;
  private final Pairs pairs;
  private final int keptSteps;
  private final int seed;
  private final Map<Integer, float[]> known = new HashMap<>(); // [keptSteps, hidden] by image

  /**
   * Loads the autoencoder.
   *
   * @throws RunException if it has fewer time steps than are to be kept
   */
  Lessons(ModelPackage autoencoder, Pairs pairs, int keptSteps, int seed) {
    int timeSteps = autoencoder.spec().timeSteps();
    if (keptSteps > timeSteps) {
      throw new RunException(
          "setting kept-steps must be at most %d, the time steps of %s, not %d"
              .formatted(timeSteps, autoencoder.ref(), keptSteps));
    }
    this.autoencoder = ModelLoader.load(autoencoder);
    this.pairs = pairs;
    this.keptSteps = keptSteps;
    this.seed = seed;
  }

  /** The target spikes of a batch, {@code [keptSteps, N, hidden]}. */
  Tensor of(Batch batch) {
    int samples = batch.labels().length;
    int hidden = autoencoder.modelPackage().spec().latentSize();
    float[] targets = new float[keptSteps * samples * hidden];
    for (int n = 0; n < samples; n++) {
      int image = pairs.image(batch.indices()[n], batch.labels()[n]);
      float[] own = known.computeIfAbsent(image, this::hiddenSpikes);
      for (int t = 0; t < keptSteps; t++) {
        System.arraycopy(own, t * hidden, targets, (t * samples + n) * hidden, hidden);
      }
    }
    return TensorMemory.tensor(targets, keptSteps, samples, hidden);
  }

  private float[] hiddenSpikes(int image) {
    Image shown = pairs.shown(image, autoencoder.modelPackage().spec().image());
    LatentTask task = new LatentTask(shown, new ImageSeed(seed, image));
    return autoencoder.latents(List.of(task)).getFirst().spikes().first(keptSteps).toFloats();
  }

  @Override
  public void close() {
    autoencoder.close();
  }
}
