package io.spikelet.training.trace;

import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Random spikes of a batch of images: {@code X[t] = 1 if u[t] < x, else 0} with independent uniform
 * {@code u} in [0, 1), so that the sum over time is an estimate of {@code T * x} (paper, section on
 * input coding, with one spike per time step as the highest rate).
 *
 * @param values {@code [N, ...]} in [0, 1]
 * @param seed of the run
 * @param presentation number of this presentation of a batch; two never share a random number
 * @param timeSteps T
 */
public record PoissonInput(Tensor values, int seed, long presentation, int timeSteps) {

  /** Presentations of what is not learnt from are numbered from here, behind all training steps. */
  public static final long UNSEEN = 1L << 40;

  /** Spikes of a time step, {@code [N, inputs]}. */
  public Tensor at(int timeStep) {
    RandomStream stream = RandomStream.of(new ImageSeed(seed, presentation * timeSteps + timeStep));
    Tensor rows = values.flatten(1, -1);
    float[] uniforms = stream.uniforms(Purpose.INPUT_SPIKES, Math.toIntExact(rows.numel()));
    return TensorMemory.tensor(uniforms, rows.size(0), rows.size(1)).lt(rows).to(ScalarType.Float);
  }
}
