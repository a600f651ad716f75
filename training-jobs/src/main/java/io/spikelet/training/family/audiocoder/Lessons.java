package io.spikelet.training.family.audiocoder;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.layer.TensorMemory;
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
  private final ImageSet images;
  private final PairedImages paired;
  private final AudiocoderSettings settings;
  private final int seed;
  private final int[] typical;
  private final Map<Integer, float[]> known = new HashMap<>(); // [keptSteps, hidden] by image

  Lessons(
      ImageModel autoencoder,
      ImageSet images,
      PairedImages paired,
      AudiocoderSettings settings,
      int seed) {
    this.autoencoder = autoencoder;
    this.images = images;
    this.paired = paired;
    this.settings = settings;
    this.seed = seed;
    this.typical = paired.typical();
  }

  /** The image that a sound is paired with. */
  int image(int sound, int label) {
    return switch (settings.pairing()) {
      case PER_DIGIT -> typical[label];
      case PER_UTTERANCE -> paired.random(label, sound, seed);
    };
  }

  /** The target spikes of a batch, {@code [keptSteps, N, hidden]}. */
  Tensor of(Batch batch) {
    int samples = batch.labels().length;
    int hidden = autoencoder.modelPackage().spec().latentSize();
    float[] targets = new float[settings.keptSteps() * samples * hidden];
    for (int n = 0; n < samples; n++) {
      float[] own =
          known.computeIfAbsent(
              image(batch.indices()[n], batch.labels()[n]), this::hiddenSpikes);
      for (int t = 0; t < settings.keptSteps(); t++) {
        System.arraycopy(own, t * hidden, targets, (t * samples + n) * hidden, hidden);
      }
    }
    return TensorMemory.tensor(targets, settings.keptSteps(), samples, hidden);
  }

  private float[] hiddenSpikes(int image) {
    ImageSpec spec = autoencoder.modelPackage().spec().image();
    Image shown =
        Image.ofBytes(
            spec.channels(), spec.height(), spec.width(), images.pixels(image), spec.range());
    LatentTask task = new LatentTask(shown, new ImageSeed(seed, image));
    return autoencoder
        .latents(List.of(task))
        .getFirst()
        .spikes()
        .first(settings.keptSteps())
        .toFloats();
  }

  @Override
  public void close() {
    autoencoder.close();
  }
}
