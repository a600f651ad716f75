package io.spikelet.training.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.layer.LifParameters.Firing;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests for {@link VectorLifKernel} against {@link ScalarLifKernel}, and that by hand. */
class LifKernelTests {

  private static final int STEPS = 5;

  private final LifKernel scalar = new ScalarLifKernel();
  private final LifKernel vector = new VectorLifKernel();

  @Test
  void traceInDyadicFractionsIsTheOneWorkedByHand() {
    LifParameters lif = new LifParameters(0.5f, Firing.ABOVE, 0.25f, 1, new Surrogate.Window(0.5f));
    float[] current = {0.5f, 0.25f, 0.5f, 0.0f, 0.75f};
    // u = 0.5 (not above), 0.125+0.25 = 0.375, 0.09375+0.5 = 0.59375 fires, 0, 0.75 fires
    float[] spikes = new float[STEPS];
    LifKernel.Current in = new LifKernel.Current(segment(current), 4, identity(1));
    scalar.fire(lif, STEPS, in, segment(spikes), 4, 0, 1);
    assertThat(spikes).containsExactly(0, 0, 1, 0, 1);

    float[] gradient = {1, 1, 1, 1, 1};
    float[] result = new float[STEPS];
    float[] ones = {1, 1, 1, 1, 1};
    LifKernel.Sums sums = new LifKernel.Sums(Affine.period(1));
    scalar.backward(lif, STEPS, in, segment(gradient), 4, ones, segment(result), 4, sums, 0, 1);
    // t=4: |0.75| outside -> 0; t=3: 1; t=2: outside, fired -> 0; t=1: 1; t=0: |0.5| outside,
    // not fired -> 0.25 * 1
    assertThat(result).containsExactly(0.25f, 1, 0, 1, 0);
  }

  static Stream<LifParameters> neurons() {
    return Stream.of(LifParameters.PUBLISHED, LifParameters.SPIKING_DIFFUSION);
  }

  @ParameterizedTest
  @MethodSource("neurons")
  void vectorKernelGivesTheBitsOfTheScalarOne(LifParameters lif) {
    for (int channels : new int[] {1, 3, 10, 16, 33, 64}) {
      vectorKernelGivesTheBitsOfTheScalarOne(lif, channels);
    }
  }

  private void vectorKernelGivesTheBitsOfTheScalarOne(LifParameters lif, int channels) {
    int neurons = channels * 7;
    float[] x = normals(1, STEPS * neurons);
    Affine affine = Affine.of(normals(2, channels), normals(3, channels), normals(4, channels));
    LifKernel.Current current =
        new LifKernel.Current(segment(x), (long) neurons * Float.BYTES, affine);
    float[] weights = {0.5f, 1, 2, 0.25f, 1};

    assertThat(fire(lif, vector, current, neurons)).isEqualTo(fire(lif, scalar, current, neurons));
    assertThat(integrate(lif, vector, current, weights, neurons))
        .isEqualTo(integrate(lif, scalar, current, weights, neurons));
    for (boolean everyStep : new boolean[] {true, false}) {
      Backward expected = backward(lif, scalar, current, weights, neurons, everyStep);
      Backward actual = backward(lif, vector, current, weights, neurons, everyStep);
      assertThat(actual.gradient()).isEqualTo(expected.gradient());
      assertThat(actual.sums().second).hasSameSizeAs(expected.sums().second);
      for (int p = 0; p < expected.sums().first.length; p++) {
        assertThat(actual.sums().second[p]).isEqualTo(expected.sums().second[p], within(1e-4f));
      }
    }
  }

  private record Backward(float[] gradient, LifKernel.Sums sums) {}

  private static float[] fire(
      LifParameters lif, LifKernel kernel, LifKernel.Current current, int neurons) {
    float[] spikes = new float[STEPS * neurons];
    long step = (long) neurons * Float.BYTES;
    kernel.fire(lif, STEPS, current, segment(spikes), step, 0, neurons);
    return spikes;
  }

  private static float[] integrate(
      LifParameters lif,
      LifKernel kernel,
      LifKernel.Current current,
      float[] weights,
      int neurons) {
    float[] sum = new float[neurons];
    kernel.fireInto(lif, STEPS, current, weights, segment(sum), 0, neurons);
    return sum;
  }

  private static Backward backward(
      LifParameters lif,
      LifKernel kernel,
      LifKernel.Current current,
      float[] weights,
      int neurons,
      boolean everyStep) {
    long step = everyStep ? (long) neurons * Float.BYTES : 0;
    float[] gradient = normals(5, everyStep ? STEPS * neurons : neurons);
    float[] result = new float[gradient.length];
    LifKernel.Sums sums = new LifKernel.Sums(current.affine().period);
    kernel.backward(
        lif,
        STEPS,
        current,
        segment(gradient),
        step,
        weights,
        segment(result),
        step,
        sums,
        0,
        neurons);
    return new Backward(result, sums);
  }

  private static Affine identity(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return Affine.of(ones, new float[channels], new float[channels]);
  }

  private static float[] normals(long seed, int count) {
    return RandomStream.of(new ImageSeed(seed, 0)).normals(Purpose.PRIOR_NORMAL, count);
  }

  private static MemorySegment segment(float[] values) {
    return MemorySegment.ofArray(values);
  }
}
