package io.spikelet.training.trace;

import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.spikelet.training.layer.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.stream.LongStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.bytedeco.pytorch.Tensor;

/**
 * The two moments of a layer's gradients, and the change of its weights, in one pass over memory.
 *
 * <pre>
 * g = gradient + weightDecay * w
 * m = beta1 * m + (1 - beta1) * g           v = beta2 * v + (1 - beta2) * g^2
 * w = w - learningRate * (m / (1 - beta1^k)) / (sqrt(v / (1 - beta2^k)) + epsilon)
 * </pre>
 *
 * with k the number of updates since the moments were 0.
 */
final class Moments {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Numbers of one piece of work: four arrays of it stay in a core's second cache. */
  private static final int PIECE = 1 << 14;

  private final Tensor first;
  private final Tensor second;
  private int updates;

  private Moments(Tensor first, Tensor second) {
    this.first = first;
    this.second = second;
  }

  /** Of no weights at all. */
  static Moments none() {
    return new Moments(empty(0), empty(0));
  }

  /** All 0. */
  static Moments fresh(Tensor weight) {
    return new Moments(zeros_like(weight), zeros_like(weight));
  }

  void update(Tensor weight, Tensor gradient, LearningRule rule) {
    updates++;
    Pass pass = new Pass(weight, gradient, first, second, new Factors(rule, updates));
    long pieces = (weight.numel() + PIECE - 1) / PIECE;
    LongStream.range(0, pieces).parallel().forEach(pass::run);
  }

  /** The rule's numbers at one update, in floats. */
  private record Factors(
      float decay,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float rate,
      float root,
      float epsilon) {

    Factors(LearningRule rule, int updates) {
      this(
          (float) rule.weightDecay(),
          (float) rule.beta1(),
          (float) (1 - rule.beta1()),
          (float) rule.beta2(),
          (float) (1 - rule.beta2()),
          (float) (rule.learningRate() / (1 - Math.pow(rule.beta1(), updates))),
          (float) (1 / Math.sqrt(1 - Math.pow(rule.beta2(), updates))),
          (float) rule.epsilon());
    }
  }

  private record Pass(
      MemorySegment weight,
      MemorySegment gradient,
      MemorySegment first,
      MemorySegment second,
      long size,
      Factors by) {

    Pass(Tensor weight, Tensor gradient, Tensor first, Tensor second, Factors by) {
      this(
          TensorMemory.of(weight.detach()),
          TensorMemory.of(gradient),
          TensorMemory.of(first),
          TensorMemory.of(second),
          weight.numel(),
          by);
    }

    void run(long piece) {
      long from = piece * PIECE;
      long to = Math.min(size, from + PIECE);
      long bound = from + SPECIES.loopBound((int) (to - from));
      for (long at = from; at < bound; at += SPECIES.length()) {
        lanes(at * Float.BYTES);
      }
      for (long at = bound; at < to; at++) {
        single(at);
      }
    }

    private void lanes(long at) {
      FloatVector w = FloatVector.fromMemorySegment(SPECIES, weight, at, ORDER);
      FloatVector g =
          FloatVector.fromMemorySegment(SPECIES, gradient, at, ORDER).add(w.mul(by.decay));
      FloatVector m =
          FloatVector.fromMemorySegment(SPECIES, first, at, ORDER)
              .mul(by.beta1)
              .add(g.mul(by.rest1));
      FloatVector v =
          FloatVector.fromMemorySegment(SPECIES, second, at, ORDER)
              .mul(by.beta2)
              .add(g.mul(g).mul(by.rest2));
      m.intoMemorySegment(first, at, ORDER);
      v.intoMemorySegment(second, at, ORDER);
      FloatVector change = m.mul(by.rate).div(v.sqrt().mul(by.root).add(by.epsilon));
      w.sub(change).intoMemorySegment(weight, at, ORDER);
    }

    private void single(long at) {
      float w = Floats.get(weight, at);
      float g = Floats.get(gradient, at) + w * by.decay;
      float m = Floats.get(first, at) * by.beta1 + g * by.rest1;
      float v = Floats.get(second, at) * by.beta2 + g * g * by.rest2;
      Floats.set(first, at, m);
      Floats.set(second, at, v);
      float root = (float) Math.sqrt(v) * by.root + by.epsilon;
      Floats.set(weight, at, w - m * by.rate / root);
    }
  }
}
