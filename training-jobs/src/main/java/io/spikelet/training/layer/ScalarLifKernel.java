package io.spikelet.training.layer;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** The definition of the passes, one neuron after the other. */
final class ScalarLifKernel implements LifKernel {

  @Override
  public void fire(
      LifParameters lif,
      int timeSteps,
      Current current,
      MemorySegment spikes,
      long spikesStep,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float carried = 0;
      for (int t = 0; t < timeSteps; t++) {
        float u = carried + input(current, t, j);
        boolean fires = u > lif.silentUpTo();
        write(spikes, t * spikesStep, j, fires ? 1 : 0);
        carried = fires ? 0 : lif.decay() * u;
      }
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
    for (int j = from; j < to; j++) {
      float carried = 0;
      float total = 0;
      for (int t = 0; t < timeSteps; t++) {
        float u = carried + input(current, t, j);
        boolean fires = u > lif.silentUpTo();
        total += fires ? weights[t] : 0;
        carried = fires ? 0 : lif.decay() * u;
      }
      write(sum, 0, j, total);
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
    float[] potentials = new float[timeSteps];
    for (int j = from; j < to; j++) {
      potentials(lif, timeSteps, current, j, potentials);
      int p = j % current.affine().period;
      float later = 0; // du[t+1]
      float total = 0;
      for (int t = timeSteps - 1; t >= 0; t--) {
        float u = potentials[t];
        float kept = u > lif.silentUpTo() ? 0 : lif.decay() * later;
        float arriving = weights[t] * read(gradient, t * gradientStep, j);
        float through = arriving - lif.decay() * u * later;
        later = slope(lif, u) * through + kept;
        sums.first[p] += later;
        sums.second[p] +=
            later * (read(current.x(), t * current.xStep(), j) - current.affine().mean[p]);
        if (currentGradientStep == 0) {
          total += later;
        } else {
          write(currentGradient, t * currentGradientStep, j, later);
        }
      }
      if (currentGradientStep == 0) {
        write(currentGradient, 0, j, total);
      }
    }
  }

  private static float slope(LifParameters lif, float u) {
    return switch (lif.surrogate()) {
      case Surrogate.Window window -> Math.abs(u) < window.halfWidth() ? 1 : 0;
      case Surrogate.ArcTangent curve -> {
        float distance = (u - lif.threshold()) * curve.steepness();
        yield curve.height() / (distance * distance + 1);
      }
    };
  }

  private static void potentials(
      LifParameters lif, int timeSteps, Current current, int j, float[] potentials) {
    float carried = 0;
    for (int t = 0; t < timeSteps; t++) {
      float u = carried + input(current, t, j);
      potentials[t] = u;
      carried = u > lif.silentUpTo() ? 0 : lif.decay() * u;
    }
  }

  @Override
  public void moments(MemorySegment x, float[] shift, Sums sums, int from, int to) {
    for (int j = from; j < to; j++) {
      int p = j % shift.length;
      float value = read(x, 0, j) - shift[p];
      sums.first[p] += value;
      sums.second[p] += value * value;
    }
  }

  @Override
  public void combine(
      MemorySegment y, MemorySegment x, float[] a, float[] b, float[] c, int from, int to) {
    for (int j = from; j < to; j++) {
      int p = j % a.length;
      write(y, 0, j, a[p] * read(y, 0, j) + b[p] * read(x, 0, j) + c[p]);
    }
  }

  private static float input(Current current, int t, int j) {
    int p = j % current.affine().period;
    return read(current.x(), t * current.xStep(), j) * current.affine().scale[p]
        + current.affine().shift[p];
  }

  private static float read(MemorySegment segment, long offset, int j) {
    return segment.get(JAVA_FLOAT_UNALIGNED, offset + (long) j * Float.BYTES);
  }

  private static void write(MemorySegment segment, long offset, int j, float value) {
    segment.set(JAVA_FLOAT_UNALIGNED, offset + (long) j * Float.BYTES, value);
  }
}
