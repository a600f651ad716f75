package io.spikelet.training.layer;

/**
 * A channel-wise affine map {@code I = x * scale[c] + shift[c]}, repeated over {@code period}
 * neurons so that a vector of neighbouring neurons finds its coefficients side by side.
 *
 * <p>{@code period} is the smallest common multiple of the channel count and the vector length; the
 * coefficients of neuron {@code j} of a sample stand at {@code j % period}.
 */
final class Affine {

  final int period;
  final float[] scale; // (period)
  final float[] shift; // (period)
  final float[] mean; // (period)

  private Affine(int period) {
    this.period = period;
    this.scale = new float[period];
    this.shift = new float[period];
    this.mean = new float[period];
  }

  /**
   * Repeats coefficients given per channel.
   *
   * @param mean what is subtracted from x in the sum that the normalisation's gradient needs
   */
  static Affine of(float[] scale, float[] shift, float[] mean) {
    Affine affine = new Affine(period(scale.length));
    for (int i = 0; i < affine.period; i++) {
      affine.scale[i] = scale[i % scale.length];
      affine.shift[i] = shift[i % scale.length];
      affine.mean[i] = mean[i % scale.length];
    }
    return affine;
  }

  static int period(int channels) {
    int lanes = VectorLifKernel.LANES;
    int period = channels;
    while (period % lanes != 0) {
      period += channels;
    }
    return period;
  }
}
