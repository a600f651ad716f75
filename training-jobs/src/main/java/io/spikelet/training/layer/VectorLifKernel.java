package io.spikelet.training.layer;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The passes of {@link ScalarLifKernel}, neighbouring neurons side by side.
 *
 * <p>Time is the outer loop and a stretch of neurons the inner one, so that memory is read and
 * written in runs of a few kilobytes; the membrane potentials of a stretch stay in the cache.
 * Neurons behind the last whole vector are left to the scalar kernel.
 */
final class VectorLifKernel implements LifKernel {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final ScalarLifKernel tail = new ScalarLifKernel();

  /** Membrane potentials and gradients of a stretch; one for each thread. */
  private static final class Scratch {
    float[] potentials = new float[0]; // (timeSteps, width)
    float[] slopes = new float[0]; // (width), the surrogate gradient at one time step
    float[] carried = new float[0]; // (width)
    float[] total = new float[0]; // (width)

    void size(int timeSteps, int width) {
      if (potentials.length < timeSteps * width) {
        potentials = new float[timeSteps * width];
      }
      if (carried.length < width) {
        carried = new float[width];
        slopes = new float[width];
        total = new float[width];
      }
    }
  }

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  @Override
  public void fire(
      LifParameters lif,
      int timeSteps,
      Current current,
      MemorySegment spikes,
      long spikesStep,
      int from,
      int to) {
    int bound = bound(from, to);
    Scratch scratch = scratch(1, bound - from);
    float[] carried = scratch.carried;
    Arrays.fill(carried, 0, bound - from, 0);
    for (int t = 0; t < timeSteps; t++) {
      MemorySegment x = current.x().asSlice(t * current.xStep());
      MemorySegment o = spikes.asSlice(t * spikesStep);
      fireStep(lif, current.affine(), x, carried, o, from, bound);
    }
    tail.fire(lif, timeSteps, current, spikes, spikesStep, bound, to);
  }

  private static void fireStep(
      LifParameters lif,
      Affine affine,
      MemorySegment x,
      float[] carried,
      MemorySegment spikes,
      int from,
      int bound) {
    for (int j = from, p = from % affine.period; j < bound; j += LANES) {
      FloatVector u = load(carried, j - from).add(input(x, affine, j, p));
      VectorMask<Float> fires = u.compare(GT, lif.silentUpTo());
      FloatVector.zero(SPECIES).blend(1f, fires).intoMemorySegment(spikes, bytes(j), ORDER);
      u.mul(lif.decay()).blend(0f, fires).intoArray(carried, j - from);
      p = next(p, affine.period);
    }
  }

  @Override
  public void fireInto(
      LifParameters lif,
      int timeSteps,
      Current current,
      float[] weights,
      MemorySegment sum,
      int from,
      int to) {
    int bound = bound(from, to);
    Scratch scratch = scratch(1, bound - from);
    Arrays.fill(scratch.carried, 0, bound - from, 0);
    Arrays.fill(scratch.total, 0, bound - from, 0);
    for (int t = 0; t < timeSteps; t++) {
      MemorySegment x = current.x().asSlice(t * current.xStep());
      sumStep(lif, current.affine(), x, scratch, weights[t], from, bound);
    }
    for (int j = from; j < bound; j += LANES) {
      load(scratch.total, j - from).intoMemorySegment(sum, bytes(j), ORDER);
    }
    tail.fireInto(lif, timeSteps, current, weights, sum, bound, to);
  }

  private static void sumStep(
      LifParameters lif,
      Affine affine,
      MemorySegment x,
      Scratch scratch,
      float weight,
      int from,
      int bound) {
    float[] carried = scratch.carried;
    float[] total = scratch.total;
    for (int j = from, p = from % affine.period; j < bound; j += LANES) {
      FloatVector u = load(carried, j - from).add(input(x, affine, j, p));
      VectorMask<Float> fires = u.compare(GT, lif.silentUpTo());
      FloatVector fired = FloatVector.zero(SPECIES).blend(weight, fires);
      load(total, j - from).add(fired).intoArray(total, j - from);
      u.mul(lif.decay()).blend(0f, fires).intoArray(carried, j - from);
      p = next(p, affine.period);
    }
  }

  @Override
  public void backward(
      LifParameters lif,
      int timeSteps,
      Current current,
      MemorySegment gradient,
      long gradientStep,
      float[] weights,
      MemorySegment currentGradient,
      long currentGradientStep,
      Sums sums,
      int from,
      int to) {
    int bound = bound(from, to);
    int width = bound - from;
    Scratch scratch = scratch(timeSteps, width);
    Arrays.fill(scratch.carried, 0, width, 0);
    Arrays.fill(scratch.total, 0, width, 0);
    for (int t = 0; t < timeSteps; t++) {
      MemorySegment x = current.x().asSlice(t * current.xStep());
      potentialStep(lif, current.affine(), x, scratch, t * width, from, bound);
    }
    Arrays.fill(scratch.carried, 0, width, 0);
    for (int t = timeSteps - 1; t >= 0; t--) {
      MemorySegment x = current.x().asSlice(t * current.xStep());
      MemorySegment g = gradient.asSlice(t * gradientStep);
      slopes(lif, scratch, t * width, width);
      backwardStep(lif, current.affine(), x, g, weights[t], scratch, t * width, sums, from, bound);
      if (currentGradientStep == 0) {
        accumulate(scratch, width);
      } else {
        MemorySegment target = currentGradient.asSlice(t * currentGradientStep);
        store(scratch.carried, target, from, bound);
      }
    }
    if (currentGradientStep == 0) {
      store(scratch.total, currentGradient, from, bound);
    }
    tail.backward(
        lif,
        timeSteps,
        current,
        gradient,
        gradientStep,
        weights,
        currentGradient,
        currentGradientStep,
        sums,
        bound,
        to);
  }

  private static void potentialStep(
      LifParameters lif,
      Affine affine,
      MemorySegment x,
      Scratch scratch,
      int row,
      int from,
      int bound) {
    float[] carried = scratch.carried;
    float[] potentials = scratch.potentials;
    for (int j = from, p = from % affine.period; j < bound; j += LANES) {
      FloatVector u = load(carried, j - from).add(input(x, affine, j, p));
      u.intoArray(potentials, row + j - from);
      u.mul(lif.decay()).blend(0f, u.compare(GT, lif.silentUpTo())).intoArray(carried, j - from);
      p = next(p, affine.period);
    }
  }

  private static void slopes(LifParameters lif, Scratch scratch, int row, int width) {
    switch (lif.surrogate()) {
      case Surrogate.Window window -> window(window, scratch, row, width);
      case Surrogate.ArcTangent curve -> arcTangent(curve, lif.threshold(), scratch, row, width);
    }
  }

  private static void window(Surrogate.Window window, Scratch scratch, int row, int width) {
    for (int i = 0; i < width; i += LANES) {
      FloatVector u = load(scratch.potentials, row + i);
      VectorMask<Float> inside = u.lanewise(ABS).compare(LT, window.halfWidth());
      FloatVector.zero(SPECIES).blend(1f, inside).intoArray(scratch.slopes, i);
    }
  }

  private static void arcTangent(
      Surrogate.ArcTangent curve, float threshold, Scratch scratch, int row, int width) {
    FloatVector height = FloatVector.broadcast(SPECIES, curve.height());
    for (int i = 0; i < width; i += LANES) {
      FloatVector u = load(scratch.potentials, row + i);
      FloatVector distance = u.sub(threshold).mul(curve.steepness());
      height.div(distance.mul(distance).add(1f)).intoArray(scratch.slopes, i);
    }
  }

  private static void backwardStep(
      LifParameters lif,
      Affine affine,
      MemorySegment x,
      MemorySegment gradient,
      float weight,
      Scratch scratch,
      int row,
      Sums sums,
      int from,
      int bound) {
    float[] laterGradient = scratch.carried;
    for (int j = from, p = from % affine.period; j < bound; j += LANES) {
      FloatVector later = load(laterGradient, j - from);
      FloatVector u = load(scratch.potentials, row + j - from);
      FloatVector kept = later.mul(lif.decay()).blend(0f, u.compare(GT, lif.silentUpTo()));
      FloatVector arriving = load(gradient, j).mul(weight);
      FloatVector through = arriving.sub(u.mul(lif.decay()).mul(later));
      FloatVector du = load(scratch.slopes, j - from).mul(through).add(kept);
      du.intoArray(laterGradient, j - from);
      load(sums.first, p).add(du).intoArray(sums.first, p);
      FloatVector centred = load(x, j).sub(load(affine.mean, p));
      load(sums.second, p).add(du.mul(centred)).intoArray(sums.second, p);
      p = next(p, affine.period);
    }
  }

  private static void accumulate(Scratch scratch, int width) {
    for (int i = 0; i < width; i += LANES) {
      load(scratch.total, i).add(load(scratch.carried, i)).intoArray(scratch.total, i);
    }
  }

  private static void store(float[] values, MemorySegment target, int from, int bound) {
    for (int j = from; j < bound; j += LANES) {
      load(values, j - from).intoMemorySegment(target, bytes(j), ORDER);
    }
  }

  @Override
  public void moments(MemorySegment x, float[] shift, Sums sums, int from, int to) {
    int bound = bound(from, to);
    for (int j = from, p = from % shift.length; j < bound; j += LANES) {
      FloatVector value = load(x, j).sub(load(shift, p));
      load(sums.first, p).add(value).intoArray(sums.first, p);
      load(sums.second, p).add(value.mul(value)).intoArray(sums.second, p);
      p = next(p, shift.length);
    }
    tail.moments(x, shift, sums, bound, to);
  }

  @Override
  public void combine(
      MemorySegment y, MemorySegment x, float[] a, float[] b, float[] c, int from, int to) {
    int bound = bound(from, to);
    for (int j = from, p = from % a.length; j < bound; j += LANES) {
      FloatVector scaled = load(y, j).mul(load(a, p)).add(load(x, j).mul(load(b, p)));
      scaled.add(load(c, p)).intoMemorySegment(y, bytes(j), ORDER);
      p = next(p, a.length);
    }
    tail.combine(y, x, a, b, c, bound, to);
  }

  private static FloatVector input(MemorySegment x, Affine affine, int j, int p) {
    return load(x, j).mul(load(affine.scale, p)).add(load(affine.shift, p));
  }

  private static FloatVector load(MemorySegment segment, int j) {
    return FloatVector.fromMemorySegment(SPECIES, segment, bytes(j), ORDER);
  }

  private static FloatVector load(float[] array, int i) {
    return FloatVector.fromArray(SPECIES, array, i);
  }

  private static long bytes(int j) {
    return (long) j * Float.BYTES;
  }

  private static int next(int p, int period) {
    int following = p + LANES;
    return following == period ? 0 : following;
  }

  private static int bound(int from, int to) {
    return from + SPECIES.loopBound(to - from);
  }

  private static Scratch scratch(int timeSteps, int width) {
    Scratch scratch = SCRATCH.get();
    scratch.size(timeSteps, width);
    return scratch;
  }
}
