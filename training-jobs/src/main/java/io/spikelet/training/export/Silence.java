package io.spikelet.training.export;

import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.Map;

/**
 * Which neurons do not fire: 1 where a potential is below a threshold, 0 where a spike is.
 *
 * <p>The comparison is a {@code HardSigmoid}, {@code clamp(a * u + b, 0, 1)}, so steep that the
 * next float above the threshold is already one whole unit further: one vectorised operator with
 * floats on both sides, where Greater, Where and Cast are three. It is exact: {@code a} is a power
 * of two, and the sum of two floats has the right sign and is never nearer to 0 than their spacing.
 */
final class Silence {

  private Silence() {}

  /** Of neurons that fire above the threshold: 1 where the potential is at most that. */
  static Value above(OnnxGraphBuilder graph, Value potential, float threshold) {
    float steepness = 1 / Math.ulp(threshold);
    float offset = Math.nextUp(threshold) * steepness;
    return graph.node("HardSigmoid", Map.of("alpha", -steepness, "beta", offset), potential);
  }

  /** Of neurons that fire at the threshold and above: 1 where the potential is less. */
  static Value from(OnnxGraphBuilder graph, Value potential, float threshold) {
    return above(graph, potential, Math.nextDown(threshold));
  }
}
