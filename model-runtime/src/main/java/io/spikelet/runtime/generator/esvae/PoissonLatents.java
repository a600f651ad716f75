package io.spikelet.runtime.generator.esvae;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.spiking.Latent;
import io.spikelet.runtime.generator.spiking.LatentSource;
import io.spikelet.runtime.generator.spiking.LatentSteps;
import io.spikelet.runtime.generator.spiking.SpikingEncoder;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.PoissonSampler;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws latent spikes from the prior, or from the firing rates of an image. */
final class PoissonLatents implements LatentSource {

  private final ModelGraphs graphs;
  private final SpikingEncoder encoder;
  private final int timeSteps;
  private final int latentSize;

  PoissonLatents(ModelGraphs graphs, ModelSpec spec) {
    this.graphs = graphs;
    this.encoder = new SpikingEncoder(graphs, spec.image());
    this.timeSteps = spec.timeSteps();
    this.latentSize = spec.latentSize();
  }

  /** Rates {@code sigmoid(W n + b)} with n from the image's stream, and spikes from the rates. */
  @Override
  public List<Latent> prior(List<ImageSeed> seeds) {
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

  @Override
  public LatentSteps steps(ImageSeed seed) {
    return prior(List.of(seed)).getFirst().steps();
  }

  /** Rates of the encoder's spikes, mean over time, and new spikes drawn from them. */
  @Override
  public List<Latent> posterior(List<ReconstructTask> prepared) {
    int samples = prepared.size();
    SpikingEncoder.Encoded encoded = encoder.encode(prepared);
    List<Latent> latents = new ArrayList<>(samples);
    for (int n = 0; n < samples; n++) {
      float[] own = rates(encoded.spikes(), n, samples);
      latents.add(sample(own, prepared.get(n).seed(), encoded.activities().get(n)));
    }
    return latents;
  }

  private Latent sample(float[] rates, ImageSeed seed, NetworkActivity activity) {
    RandomStream stream = RandomStream.of(seed);
    return new Latent(
        PoissonSampler.sample(rates, stream, Purpose.LATENT_SPIKES, timeSteps), activity);
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
