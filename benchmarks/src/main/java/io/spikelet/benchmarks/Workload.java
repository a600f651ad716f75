package io.spikelet.benchmarks;

import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * The sizes of a training step: the published small ESVAE, 32x32 pixels, 1 channel.
 *
 * @param samples images a step
 * @param timeSteps T
 * @param latentSize D
 */
record Workload(int samples, int timeSteps, int latentSize) {

  static final int SIDE = 32;
  static final int CHANNELS = 1;

  /** Factor of the discrepancy in the loss, the family's default. */
  static final double MMD_WEIGHT = 0.001;

  /** The ESVAE's settings of these sizes. */
  Settings settings() {
    return Settings.none()
        .set("time-steps", Integer.toString(timeSteps))
        .set("latent-size", Integer.toString(latentSize))
        .set("mmd-weight", Double.toString(MMD_WEIGHT));
  }

  /** How it is trained: the defaults, constant learning rate. */
  TrainingPlan plan() {
    return TrainingPlan.from(Settings.none(), 0.001);
  }

  /**
   * Noise images; what they show does not change the time a step takes.
   *
   * @return {@code [N, 1, 32, 32]} in [-1, 1)
   */
  Tensor images() {
    Random random = new Random(1);
    float[] pixels = new float[samples * CHANNELS * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 2 * random.nextFloat() - 1;
    }
    return TensorMemory.tensor(pixels, samples, CHANNELS, SIDE, SIDE);
  }

  /** The uniforms that training draws the latent spikes of a step with, {@code [T, N, D]}. */
  Tensor uniforms(long step) {
    float[] values = stream(step).uniforms(Purpose.LATENT_SPIKES, timeSteps * samples * latentSize);
    return TensorMemory.tensor(values, timeSteps, samples, latentSize);
  }

  /** The normals that training draws the prior of a step with, {@code [N, D]}. */
  Tensor normals(long step) {
    float[] values = stream(step).normals(Purpose.PRIOR_NORMAL, samples * latentSize);
    return TensorMemory.tensor(values, samples, latentSize);
  }

  private RandomStream stream(long step) {
    return RandomStream.of(new ImageSeed(plan().seed(), step));
  }
}
