package io.spikelet.training.trainer;

import io.spikelet.training.layer.TensorMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Eight pictures of 32x32, white squares of growing size on black, and learning them. */
public final class Squares {

  private static final int SAMPLES = 8;
  private static final int SIDE = 32;

  private Squares() {}

  /** Trains a network, closes it, and returns what each step said. */
  public static List<Map<String, Double>> learn(Trainable network, int steps) {
    List<Map<String, Double>> losses = new ArrayList<>();
    try (PointerScope _ = new PointerScope();
        network;
        Optimiser optimiser = Optimiser.adamW(network.state(), 0.01, 1)) {
      for (int step = 0; step < steps; step++) {
        losses.add(
            network.step(new Batch(images(), new int[SAMPLES], new int[SAMPLES], step, 0, 0.01)));
        optimiser.step(0.003);
      }
    }
    return losses;
  }

  /** The pictures, {@code [N, 1, 32, 32]} in [-1, 1]. */
  public static Tensor images() {
    float[] pixels = new float[SAMPLES * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int size = 4 + 3 * (i / (SIDE * SIDE));
      pixels[i] = i / SIDE % SIDE < size && i % SIDE < size ? 1 : -1;
    }
    return TensorMemory.tensor(pixels, SAMPLES, 1, SIDE, SIDE);
  }
}
