package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import java.util.ArrayList;
import java.util.List;

/** Runs a package's encoder: images to the spikes that a posterior is drawn from. */
public final class SpikingEncoder {

  private final ModelGraphs graphs;
  private final ImageSpec spec;

  /**
   * An encoder.
   *
   * @param spec of the package's images
   */
  public SpikingEncoder(ModelGraphs graphs, ImageSpec spec) {
    this.graphs = graphs;
    this.spec = spec;
  }

  /**
   * The encoder's spikes of a batch.
   *
   * @param spikes 0 or 1, {@code [T, N, D]} row by row; not copied
   * @param activities one per image
   */
  public record Encoded(float[] spikes, List<NetworkActivity> activities) {}

  /** Encodes images of the package's size and value range. */
  public Encoded encode(List<ReconstructTask> prepared) {
    int samples = prepared.size();
    List<Image> images = prepared.stream().map(ReconstructTask::image).toList();
    Tensors outputs = graphs.run(GraphRole.ENCODER, "image", ImageBatch.join(images, spec));
    List<NetworkActivity> activities = new ArrayList<>(samples);
    for (int n = 0; n < samples; n++) {
      activities.add(graphs.activity(GraphRole.ENCODER, outputs, n));
    }
    return new Encoded(outputs.floats("spikes_out").data(), activities);
  }
}
