package io.spikelet.runtime.generator.leaky;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.Map;

/** A package's decoder without the code that is tested: one run of the graph from rest. */
public final class DecoderByHand {

  private DecoderByHand() {}

  /** Spikes of every pixel. */
  public static float[] counts(ModelPackage of, SpikeTrain hidden) {
    int pixels = of.spec().image().values();
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph decoder = engine.open(of.graph(GraphRole.DECODER))) {
      Tensor latent = Tensor.of(hidden.toFloats(), hidden.timeSteps(), 1, hidden.neurons());
      Tensor rest = Tensor.of(new float[pixels], 1, pixels);
      return decoder.run(Map.of("latent", latent, "kept_0", rest)).floats("image").data();
    }
  }

  /** Spikes of all pixels. */
  public static long spikes(float[] counts) {
    long spikes = 0;
    for (float count : counts) {
      spikes += (long) count;
    }
    return spikes;
  }
}
