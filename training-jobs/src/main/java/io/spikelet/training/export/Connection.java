package io.spikelet.training.export;

/**
 * The weights of one layer as they are used: batch normalisation folded in.
 *
 * @param weight row-major; {@code [out, in, 3, 3]} for a convolution, {@code [out, in, 1, 1]} for a
 *     pointwise one, {@code [in, out, 3, 3]} for a transposed one, {@code [out, in]} for a dense
 *     layer
 * @param bias {@code [out]}
 */
record Connection(Kind kind, int inputs, int outputs, float[] weight, float[] bias) {

  /** Size of the kernels but the pointwise ones. */
  static final int KERNEL = 3;

  /** Added to every variance. */
  static final double EPSILON = 1e-5;

  /** How a layer connects, with the order of its weight's axes. */
  enum Kind {
    CONVOLUTION,
    /** A convolution of kernel 1. */
    POINTWISE,
    TRANSPOSED_CONVOLUTION,
    DENSE;

    private long[] shape(long inputs, long outputs) {
      return switch (this) {
        case CONVOLUTION -> new long[] {outputs, inputs, KERNEL, KERNEL};
        case POINTWISE -> new long[] {outputs, inputs, 1, 1};
        case TRANSPOSED_CONVOLUTION -> new long[] {inputs, outputs, KERNEL, KERNEL};
        case DENSE -> new long[] {outputs, inputs};
      };
    }

    /** Which output a position of the weight belongs to. */
    private int output(int position, int inputs, int outputs) {
      return switch (this) {
        case CONVOLUTION -> position / (KERNEL * KERNEL * inputs);
        case TRANSPOSED_CONVOLUTION -> position / (KERNEL * KERNEL) % outputs;
        case POINTWISE, DENSE -> position / inputs;
      };
    }
  }

  /** Reads a layer without normalisation. */
  static Connection plain(NamedWeights weights, String name, Kind kind, int inputs, int outputs) {
    return new Connection(
        kind,
        inputs,
        outputs,
        weights.get(name + ".weight", kind.shape(inputs, outputs)),
        weights.get(name + ".bias", outputs));
  }

  /** Reads a dense layer that has no biases: they are zero. */
  static Connection unbiased(NamedWeights weights, String name, int inputs, int outputs) {
    float[] weight = weights.get(name + ".weight", Kind.DENSE.shape(inputs, outputs));
    return new Connection(Kind.DENSE, inputs, outputs, weight, new float[outputs]);
  }

  /**
   * Reads a layer and folds its threshold-dependent batch normalisation in, {@code y = w * (alpha *
   * threshold * (x - mean) / sqrt(var + 1e-5)) + b} with the running statistics; in doubles,
   * rounded once.
   *
   * @param gain alpha times threshold
   */
  static Connection normalised(
      NamedWeights weights, String name, Kind kind, int inputs, int outputs, double gain) {
    return normalised(weights, name, name + ".bn", kind, inputs, outputs, gain);
  }

  /**
   * As above, for normalisation of another name; a gain of 1 is ordinary batch normalisation.
   *
   * @param norm prefix of the normalisation's names
   */
  static Connection normalised(
      NamedWeights weights,
      String name,
      String norm,
      Kind kind,
      int inputs,
      int outputs,
      double gain) {
    Connection plain = plain(weights, name, kind, inputs, outputs);
    float[] normWeight = weights.get(norm + ".weight", outputs);
    float[] normBias = weights.get(norm + ".bias", outputs);
    float[] mean = weights.get(norm + ".running_mean", outputs);
    float[] variance = weights.get(norm + ".running_var", outputs);
    double[] scale = new double[outputs];
    float[] bias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      scale[o] = normWeight[o] * gain / Math.sqrt(variance[o] + EPSILON);
      bias[o] = (float) (((double) plain.bias[o] - mean[o]) * scale[o] + normBias[o]);
    }
    float[] folded = new float[plain.weight.length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = (float) (plain.weight[i] * scale[kind.output(i, inputs, outputs)]);
    }
    return new Connection(kind, inputs, outputs, folded, bias);
  }

  /** The same with weights and biases multiplied with a factor. */
  Connection scaled(float factor) {
    return new Connection(kind, inputs, outputs, scaled(weight, factor), scaled(bias, factor));
  }

  private static float[] scaled(float[] values, float factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  long[] weightShape() {
    return kind.shape(inputs, outputs);
  }
}
