package io.spikelet.runtime.generator.spikingdiffusion;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.ImageBatch;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.Arrays;
import java.util.List;

/**
 * Images to code maps, those to the spikes of the generator, and those to images; one image a call.
 */
final class CodeAutoencoder {

  private final ModelGraphs graphs;
  private final ModelSpec spec;

  CodeAutoencoder(ModelGraphs graphs, ModelSpec spec) {
    this.graphs = graphs;
    this.spec = spec;
  }

  /** The codes of an image, {@code (P)}, and what the encoder did for them. */
  record Encoded(int[] codes, NetworkActivity activity) {}

  /** The generator's spikes, {@code [T, 1, D]}, and what it did for them. */
  record Generated(SpikeTrain spikes, NetworkActivity activity) {}

  /** An image and what the decoder did for it. */
  record Decoded(Image image, NetworkActivity activity) {}

  Encoded encode(Image prepared) {
    Tensor input = ImageBatch.join(List.of(prepared), spec.image());
    Tensors outputs = graphs.run(GraphRole.ENCODER, "image", input);
    int[] codes = Arrays.stream(outputs.longs("codes").data()).mapToInt(Math::toIntExact).toArray();
    return new Encoded(codes, graphs.activity(GraphRole.ENCODER, outputs, 0));
  }

  /**
   * The spikes of a code map.
   *
   * @param codes {@code (P)}; where one is masked nothing fires
   */
  Generated generate(int[] codes) {
    Tensor input = Tensor.of(CodeDenoiser.floats(codes), 1, codes.length);
    Tensors outputs = graphs.run(GraphRole.CODEBOOK, "codes", input);
    SpikeTrain spikes =
        SpikeTrain.of(outputs.floats("spikes_out").data(), spec.timeSteps(), 1, spec.latentSize());
    return new Generated(spikes, graphs.activity(GraphRole.CODEBOOK, outputs, 0));
  }

  Decoded decode(SpikeTrain spikes) {
    Tensor input = Tensor.of(spikes.toFloats(), spikes.timeSteps(), 1, spikes.neurons());
    Tensors outputs = graphs.run(GraphRole.DECODER, "latent", input);
    Image image = ImageBatch.split(outputs.floats("image").data(), spec.image()).getFirst();
    return new Decoded(image, graphs.activity(GraphRole.DECODER, outputs, 0));
  }
}
