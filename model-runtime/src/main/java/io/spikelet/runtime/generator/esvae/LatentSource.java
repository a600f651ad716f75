package io.spikelet.runtime.generator.esvae;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImagePreparation;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.PoissonSampler;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws latent spikes from the prior, or from the firing rates of an image. */
final class LatentSource {

  private final ModelGraphs graphs;
  private final ImageSpec image;
  private final int timeSteps;
  private final int latentSize;

  LatentSource(ModelGraphs graphs, ModelSpec spec) {
    this.graphs = graphs;
    this.image = spec.image();
    this.timeSteps = spec.timeSteps();
    this.latentSize = spec.latentSize();
  }

  /** Rates {@code sigmoid(W n + b)} with n from the image's stream, and spikes from the rates. */
  List<Latent> prior(List<ImageSeed> seeds) {
    float[] normals = new float[seeds.size() * latentSize];
    for (int n = 0; n < seeds.size(); n++) {
      RandomStream stream = RandomStream.of(seeds.get(n));
      float[] own = stream.normals(Purpose.PRIOR_NORMAL, latentSize);
      System.arraycopy(own, 0, normals, n * latentSize, latentSize);
    }
    Tensor input = Tensor.of(normals, seeds.size(), latentSize);
    float[] rates = graphs.run(GraphRole.PRIOR, "normals", input).floats("rates").data();
    NetworkActivity activity = graphs.activityWithoutSpikes(GraphRole.PRIOR);
    List<Latent> latents = new ArrayList<>(seeds.size());
    for (int n = 0; n < seeds.size(); n++) {
      float[] own = Arrays.copyOfRange(rates, n * latentSize, (n + 1) * latentSize);
      latents.add(sample(own, seeds.get(n), activity));
    }
    return latents;
  }

  /** Rates of the encoder's spikes, mean over time, and new spikes drawn from them. */
  List<Latent> posterior(List<ReconstructTask> prepared) {
    int samples = prepared.size();
    float[] pixels = new float[samples * image.values()];
    for (int n = 0; n < samples; n++) {
      prepared.get(n).image().copyPixels(pixels, n * image.values());
    }
    Tensor input = Tensor.of(pixels, samples, image.channels(), image.height(), image.width());
    Tensors outputs = graphs.run(GraphRole.ENCODER, "image", input);
    float[] spikes = outputs.floats("spikes_out").data();
    List<Latent> latents = new ArrayList<>(samples);
    for (int n = 0; n < samples; n++) {
      NetworkActivity activity = graphs.activity(GraphRole.ENCODER, outputs, n);
      latents.add(sample(rates(spikes, n, samples), prepared.get(n).seed(), activity));
    }
    return latents;
  }

  /** The same task with an image in the model's form; one that has it already is left as it is. */
  ReconstructTask prepared(ReconstructTask task) {
    Image given = task.image();
    boolean ready =
        given.channels() == image.channels()
            && given.height() == image.height()
            && given.width() == image.width()
            && given.range().equals(image.range());
    return ready ? task : new ReconstructTask(ImagePreparation.toModel(given, image), task.seed());
  }

  private Latent sample(float[] rates, ImageSeed seed, NetworkActivity activity) {
    return new Latent(PoissonSampler.sample(rates, RandomStream.of(seed), timeSteps), activity);
  }

  private float[] rates(float[] spikes, int sample, int samples) {
    float[] rates = new float[latentSize];
    for (int t = 0; t < timeSteps; t++) {
      int at = (t * samples + sample) * latentSize;
      for (int d = 0; d < latentSize; d++) {
        rates[d] += spikes[at + d];
      }
    }
    for (int d = 0; d < latentSize; d++) {
      rates[d] /= timeSteps;
    }
    return rates;
  }
}
