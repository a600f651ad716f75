package io.spikelet.training.family.fsvae;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.GoldenTensors;
import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Golden vectors in the order that the network uses: time first. */
final class GoldenAlternatives {

  private GoldenAlternatives() {}

  /** {@code [N, ..., T]} as {@code [T, N, ...]}. */
  static Tensor timeFirst(GoldenVectors golden, String name) {
    Tensor plain = GoldenTensors.plain(golden, name);
    long axes = plain.dim();
    return plain.movedim(axes - 1, 0).contiguous();
  }

  /** Integers {@code [T, N, D]} as they are stored. */
  static Tensor choices(GoldenVectors golden, String name) {
    long[] numbers = golden.longs(name);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = numbers[i];
    }
    int[] shape = golden.shape(name);
    return TensorMemory.tensor(floats, shape[0], shape[1], shape[2]).to(ScalarType.Long);
  }
}
