package io.spikelet.training.layer;

import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/**
 * Threshold-dependent batch normalisation (tdBN): statistics per channel over samples, positions
 * and time steps together.
 *
 * <pre>
 * y = weight * (gain * (x - mean) / sqrt(variance + 1e-5)) + bias,   gain = alpha * threshold
 * running = 0.9 * running + 0.1 * batch       (the variance of the batch unbiased)
 * </pre>
 *
 * <p>Its map already multiplies y with the factor that the neurons take their input with. With a
 * gain of 1 it is ordinary batch normalisation (Ioffe and Szegedy, ICML 2015).
 *
 * <p>* ESVAE section 5 of the reference; Zheng et al., "Going deeper with directly-trained larger
 * spiking neural networks", AAAI 2021.
 */
final class TdBatchNorm {

  private static final double EPSILON = 1e-5;
  private static final float MOMENTUM = 0.1f;

  private final String name;
  private final int channels;
  private final float gain;
  private final float outputFactor;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;

  /** Mean and biased variance per channel over {@code count} values. */
  record Statistics(double[] mean, double[] variance, long count) {}

  TdBatchNorm(String name, int channels, float gain) {
    this(name, channels, gain, 1);
  }

  /**
   * @param outputFactor what the normalised values are multiplied with in the end
   */
  TdBatchNorm(String name, int channels, float gain, float outputFactor) {
    this.name = name;
    this.channels = channels;
    this.gain = gain;
    this.outputFactor = outputFactor;
    this.weight = ones(channels);
    this.bias = zeros(channels);
    this.runningMean = zeros(channels);
    this.runningVariance = ones(channels);
  }

  int channels() {
    return channels;
  }

  State state() {
    return new State(
        List.of(
            Parameter.base(name + ".bn.weight", weight), Parameter.base(name + ".bn.bias", bias)),
        List.of(
            new State.Buffer(name + ".bn.running_mean", runningMean),
            new State.Buffer(name + ".bn.running_var", runningVariance)));
  }

  Statistics running() {
    return new Statistics(doubles(runningMean), doubles(runningVariance), 0);
  }

  void updateRunning(Statistics batch) {
    double unbiased = batch.count() / (batch.count() - 1.0);
    FloatPointer mean = runningMean.data_ptr_float();
    FloatPointer variance = runningVariance.data_ptr_float();
    for (int c = 0; c < channels; c++) {
      mean.put(c, moved(mean.get(c), batch.mean()[c]));
      variance.put(c, moved(variance.get(c), batch.variance()[c] * unbiased));
    }
  }

  private static float moved(float running, double batch) {
    return (1 - MOMENTUM) * running + MOMENTUM * (float) batch;
  }

  /** Chooses all four so that a value with these statistics is its own normalised one. */
  void becomeIdentity(Statistics batch) {
    for (int c = 0; c < channels; c++) {
      double deviation = Math.sqrt(batch.variance()[c] + EPSILON);
      weight.data_ptr_float().put(c, (float) (deviation / (gain * outputFactor)));
      bias.data_ptr_float().put(c, (float) (batch.mean()[c] / outputFactor));
      runningMean.data_ptr_float().put(c, (float) batch.mean()[c]);
      runningVariance.data_ptr_float().put(c, (float) batch.variance()[c]);
    }
  }

  /** The map from a value to its normalised one. */
  Affine affine(Statistics statistics) {
    FloatPointer w = weight.data_ptr_float();
    FloatPointer b = bias.data_ptr_float();
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    float[] mean = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = w.get(c) * gain * inverseDeviation(statistics, c);
      scale[c] = (float) (outputFactor * factor);
      shift[c] = (float) (outputFactor * (b.get(c) - statistics.mean()[c] * factor));
      mean[c] = (float) statistics.mean()[c];
    }
    return Affine.of(scale, shift, mean);
  }

  /**
   * Sets the gradients of weight and bias.
   *
   * @param sum per channel: sum of dL/d(output)
   * @param centredSum per channel: sum of dL/d(output) * (x - mean)
   */
  void gradients(Statistics statistics, double[] sum, double[] centredSum) {
    float[] weightGradient = new float[channels];
    float[] biasGradient = new float[channels];
    for (int c = 0; c < channels; c++) {
      weightGradient[c] =
          (float) (outputFactor * gain * inverseDeviation(statistics, c) * centredSum[c]);
      biasGradient[c] = (float) (outputFactor * sum[c]);
    }
    weight.mutable_grad().put(TensorMemory.tensor(weightGradient, channels));
    bias.mutable_grad().put(TensorMemory.tensor(biasGradient, channels));
  }

  /**
   * The coefficients of the gradient through mean and variance,
   *
   * <pre>
   * dL/dx = k * (dL/dy - mean(dL/dy) - xhat * mean(dL/dy * xhat)) = a * dL/dy + b * x + c
   * </pre>
   *
   * with {@code k = weight * gain / sqrt(variance + 1e-5)}.
   *
   * @param repeats how many time steps the values of {@code dL/dy} and {@code x} stand for
   */
  float[][] backwardCoefficients(
      Statistics statistics, double[] sum, double[] centredSum, int repeats) {
    int period = Affine.period(channels);
    float[][] coefficients = new float[3][period];
    FloatPointer w = weight.data_ptr_float();
    for (int c = 0; c < channels; c++) {
      double inverse = inverseDeviation(statistics, c);
      double k = outputFactor * w.get(c) * gain * inverse;
      double meanGradient = sum[c] / statistics.count();
      double slope = centredSum[c] * inverse * inverse / statistics.count();
      double offset = statistics.mean()[c] * slope - meanGradient;
      for (int p = c; p < period; p += channels) {
        coefficients[0][p] = (float) k;
        coefficients[1][p] = (float) (-k * slope * repeats);
        coefficients[2][p] = (float) (k * offset * repeats);
      }
    }
    return coefficients;
  }

  private static double inverseDeviation(Statistics statistics, int channel) {
    return 1 / Math.sqrt(statistics.variance()[channel] + EPSILON);
  }

  private static double[] doubles(Tensor tensor) {
    float[] floats = TensorMemory.floats(tensor);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
