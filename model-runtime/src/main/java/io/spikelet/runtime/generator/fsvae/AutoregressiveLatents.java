package io.spikelet.runtime.generator.fsvae;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.spiking.Latent;
import io.spikelet.runtime.generator.spiking.LatentSource;
import io.spikelet.runtime.generator.spiking.LatentSteps;
import io.spikelet.runtime.generator.spiking.SpikingEncoder;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws latent spikes time step by time step, each step's network input being the picks before. */
final class AutoregressiveLatents implements LatentSource {

  private final ModelGraphs graphs;
  private final SpikingEncoder encoder;
  private final int timeSteps;
  private final int latentSize;

  AutoregressiveLatents(ModelGraphs graphs, ModelSpec spec) {
    this.graphs = graphs;
    this.encoder = new SpikingEncoder(graphs, spec.image());
    this.timeSteps = spec.timeSteps();
    this.latentSize = spec.latentSize();
  }

  @Override
  public List<Latent> prior(List<ImageSeed> seeds) {
    return latents(sampled(GraphRole.PRIOR, seeds, null), seeds.size());
  }

  @Override
  public LatentSteps steps(ImageSeed seed) {
    Sequence sequence = new Sequence(graphs, GraphRole.PRIOR, latentSize, timeSteps, List.of(seed));
    return new LatentSteps() {
      @Override
      public float[] next() {
        return sequence.step(null);
      }

      @Override
      public NetworkActivity activity() {
        return sequence.activity(0);
      }
    };
  }

  @Override
  public List<Latent> posterior(List<ReconstructTask> prepared) {
    List<ImageSeed> seeds = prepared.stream().map(ReconstructTask::seed).toList();
    SpikingEncoder.Encoded encoded = encoder.encode(prepared);
    List<Latent> latents =
        latents(sampled(GraphRole.POSTERIOR, seeds, encoded.spikes()), seeds.size());
    List<Latent> whole = new ArrayList<>(latents.size());
    for (int n = 0; n < latents.size(); n++) {
      NetworkActivity activity = encoded.activities().get(n).and(latents.get(n).activity());
      whole.add(new Latent(latents.get(n).spikes(), activity));
    }
    return whole;
  }

  private Sequence sampled(GraphRole role, List<ImageSeed> seeds, float @Nullable [] encoded) {
    int values = seeds.size() * latentSize;
    Sequence sequence = new Sequence(graphs, role, latentSize, timeSteps, seeds);
    for (int t = 0; t < timeSteps; t++) {
      sequence.step(
          encoded == null ? null : Arrays.copyOfRange(encoded, t * values, (t + 1) * values));
    }
    return sequence;
  }

  private static List<Latent> latents(Sequence sequence, int samples) {
    List<Latent> latents = new ArrayList<>(samples);
    for (int n = 0; n < samples; n++) {
      latents.add(new Latent(sequence.spikes(n), sequence.activity(n)));
    }
    return latents;
  }
}
