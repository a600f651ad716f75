package io.spikelet.training.layer;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** Runs {@link TdBatchNorm} without neurons, with the statistics computed by libtorch. */
final class NormalisationByHand {

  private final TdBatchNorm norm;
  private TdBatchNorm.Statistics statistics =
      new TdBatchNorm.Statistics(new double[0], new double[0], 0);

  NormalisationByHand(TdBatchNorm norm) {
    this.norm = norm;
  }

  Tensor forward(Tensor x) {
    Tensor mean = x.mean(0, 2, 3);
    Tensor centred = x.sub(mean.view(1, -1, 1, 1));
    Tensor variance = centred.square().mean(0, 2, 3);
    statistics =
        new TdBatchNorm.Statistics(doubles(mean), doubles(variance), x.numel() / x.size(1));
    norm.updateRunning(statistics);
    return apply(x, statistics);
  }

  Tensor evaluate(Tensor x) {
    return apply(x, norm.running());
  }

  private Tensor apply(Tensor x, TdBatchNorm.Statistics with) {
    Affine affine = norm.affine(with);
    return x.mul(perChannel(affine.scale)).add(perChannel(affine.shift));
  }

  Tensor backward(Tensor x, Tensor gradient) {
    double[] sum = doubles(gradient.sum(0, 2, 3));
    Tensor mean = perChannel(norm.affine(statistics).mean);
    double[] centredSum = doubles(gradient.mul(x.sub(mean)).sum(0, 2, 3));
    norm.gradients(statistics, sum, centredSum);
    float[][] abc = norm.backwardCoefficients(statistics, sum, centredSum, 1);
    return gradient.mul(perChannel(abc[0])).add(x.mul(perChannel(abc[1]))).add(perChannel(abc[2]));
  }

  private Tensor perChannel(float[] period) {
    float[] channels = Arrays.copyOf(period, norm.channels());
    return TensorMemory.tensor(channels, 1, norm.channels(), 1, 1);
  }

  private static double[] doubles(Tensor tensor) {
    float[] floats = TensorMemory.floats(tensor);
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    return doubles;
  }
}
