package io.spikelet.training.export;

/** How the weights of an exported graph are stored. Arithmetic is in 32 bits either way. */
public enum WeightStorage {
  /** As trained, four bytes a weight. */
  FLOAT32,
  /**
   * Rounded to half precision after batch normalisation was folded in, two bytes a weight. A cast
   * in the graph widens them; the engine folds it away when it loads the graph.
   */
  FLOAT16;

  /** The values that weights have after they were stored this way. */
  float[] rounded(float[] weights) {
    return switch (this) {
      case FLOAT32 -> weights.clone();
      case FLOAT16 -> halves(weights);
    };
  }

  private static float[] halves(float[] weights) {
    float[] rounded = new float[weights.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Float.float16ToFloat(Float.floatToFloat16(weights[i]));
    }
    return rounded;
  }
}
