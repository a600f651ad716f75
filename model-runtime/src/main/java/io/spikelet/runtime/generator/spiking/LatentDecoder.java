package io.spikelet.runtime.generator.spiking;

import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.ArrayList;
import java.util.List;

/** Decodes latent spikes to images. */
final class LatentDecoder {

  private final ModelGraphs graphs;
  private final ImageSpec spec;

  LatentDecoder(ModelGraphs graphs, ModelSpec spec) {
    this.graphs = graphs;
    this.spec = spec.image();
  }

  List<Decoded> decode(List<Latent> latents) {
    SpikeTrain joined = SpikeTrain.join(latents.stream().map(Latent::spikes).toList());
    Tensor input =
        Tensor.of(joined.toFloats(), joined.timeSteps(), joined.samples(), joined.neurons());
    Tensors outputs = graphs.run(GraphRole.DECODER, "latent", input);
    float[] pixels = outputs.floats("image").data();
    if (pixels.length != latents.size() * spec.values()) {
      throw graphs.unusable("its decoder's images are not of the size " + spec);
    }
    List<Image> images = ImageBatch.split(pixels, spec);
    List<Decoded> decoded = new ArrayList<>(latents.size());
    for (int n = 0; n < latents.size(); n++) {
      decoded.add(
          new Decoded(
              images.get(n),
              latents.get(n).activity().and(graphs.activity(GraphRole.DECODER, outputs, n))));
    }
    return decoded;
  }
}
