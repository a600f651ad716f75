package io.spikelet.runtime.generator.spikingdiffusion;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.generator.Batches;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.model.GraphRole;
import java.util.List;
import java.util.Map;

/** Runs the denoiser for the maps of several images, each at its own step. */
final class CodeDenoiser {

  private final ModelGraphs graphs;
  private final int imagesPerRun;

  CodeDenoiser(ModelGraphs graphs) {
    this.graphs = graphs;
    this.imagesPerRun = graphs.imagesPerRun();
  }

  /** Takes the step that each drawing stands before; all of them need the denoiser for it. */
  void step(List<Drawing> drawings) {
    Batches.inPieces(drawings, imagesPerRun, this::run);
  }

  private List<Drawing> run(List<Drawing> drawings) {
    int positions = drawings.getFirst().map().length;
    float[] codes = new float[drawings.size() * positions];
    float[] times = new float[drawings.size()];
    for (int n = 0; n < drawings.size(); n++) {
      System.arraycopy(floats(drawings.get(n).map()), 0, codes, n * positions, positions);
      times[n] = drawings.get(n).time();
    }
    Tensors outputs =
        graphs.run(
            GraphRole.DENOISER,
            Map.of(
                "codes", Tensor.of(codes, drawings.size(), positions),
                "time", Tensor.of(times, drawings.size())));
    float[] logits = outputs.floats("logits").data();
    for (int n = 0; n < drawings.size(); n++) {
      NetworkActivity activity = graphs.activity(GraphRole.DENOISER, outputs, n);
      drawings.get(n).unmask(logits, n * (logits.length / drawings.size()), activity);
    }
    return drawings;
  }

  static float[] floats(int[] codes) {
    float[] floats = new float[codes.length];
    for (int p = 0; p < codes.length; p++) {
      floats[p] = codes[p];
    }
    return floats;
  }
}
