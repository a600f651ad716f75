package io.spikelet.training.layer;

import static io.spikelet.training.layer.GoldenTensors.assertClose;
import static io.spikelet.training.layer.GoldenTensors.assertGradient;
import static io.spikelet.training.layer.GoldenTensors.differing;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static io.spikelet.training.layer.GoldenTensors.timeFirst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.randn;

import io.spikelet.runtime.golden.GoldenVectors;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link SpikingNeurons}: neuron and normalisation against the published numbers. */
class SpikingNeuronsTests {

  private final PointerScope scope = new PointerScope();

  @AfterEach
  void close() {
    scope.close();
  }

  /** A normalisation that changes nothing: weight / threshold, unit variance, zero mean. */
  private static SpikingNeurons bare(int channels) {
    LifParameters lif = LifParameters.PUBLISHED;
    SpikingNeurons neurons = new SpikingNeurons("bare", channels, lif, 1 / lif.threshold());
    Tensor variance = neurons.state().buffers().get(1).value();
    variance.fill_(new Scalar(1 - 1e-5));
    return neurons;
  }

  @Test
  void spikesOfGoldenCurrentsAreThePublishedOnes() {
    GoldenVectors golden = GoldenVectors.open("a_lif");
    int steps = GoldenTensors.timeSteps(golden, "x");
    Signal current = Signal.overTime(timeFirst(golden, "x"), steps);
    Signal spikes = bare(golden.shape("x")[1]).fire(current, Mode.EVALUATE);
    assertThat(differing(spikes.values(), timeFirst(golden, "spikes"))).isZero();
  }

  @Test
  void currentOnTheThresholdDoesNotFire() {
    GoldenVectors golden = GoldenVectors.open("a_lif");
    int steps = golden.shape("edge_x")[1];
    float[] spikes = new float[steps];
    Affine identity = Affine.of(new float[] {1}, new float[] {0}, new float[] {0});
    MemorySegment x = MemorySegment.ofArray(golden.floats("edge_x"));
    new VectorLifKernel()
        .fire(
            LifParameters.PUBLISHED,
            steps,
            new LifKernel.Current(x, Float.BYTES, identity),
            MemorySegment.ofArray(spikes),
            Float.BYTES,
            0,
            1);
    assertThat(spikes).isEqualTo(golden.floats("edge_spikes"));
  }

  @Test
  void gradientThroughTimeIsThePublishedOne() {
    GoldenVectors golden = GoldenVectors.open("a_lif");
    int[] shape = golden.shape("x");
    TimeGrid grid = new TimeGrid(shape[4], shape[0], shape[1] * shape[2] * shape[3], shape[1]);
    Tensor g = timeFirst(golden, "grad_out");
    Tensor result = throughTime(LifParameters.PUBLISHED, grid, timeFirst(golden, "x"), g);
    assertGradient(result, timeFirst(golden, "grad_x"), 1e-4);
  }

  @Test
  void neuronsOfSpikingDiffusionFireAndLearnAsThePublishedOnes() {
    GoldenVectors golden = GoldenVectors.open("h0_lif_atan");
    int[] shape = golden.shape("x");
    LifParameters lif = LifParameters.SPIKING_DIFFUSION;
    SpikingNeurons neurons = new SpikingNeurons("bare", shape[2], lif, 1);
    neurons.state().buffers().get(1).value().fill_(new Scalar(1 - 1e-5));
    Tensor x = plain(golden, "x").flatten(0, 1).contiguous();
    Tensor spikes = neurons.fire(Signal.overTime(x, shape[0]), Mode.EVALUATE).values();
    assertThat(differing(spikes, plain(golden, "spikes").flatten(0, 1))).isZero();

    TimeGrid grid = new TimeGrid(shape[0], shape[1], shape[2], shape[2]);
    Tensor g = plain(golden, "grad_out").flatten(0, 1).contiguous();
    Tensor result = throughTime(lif, grid, x, g);
    assertGradient(result, plain(golden, "grad_x").flatten(0, 1), 1e-4);
  }

  /** The gradient of currents that the neurons take without normalisation. */
  private static Tensor throughTime(LifParameters lif, TimeGrid grid, Tensor x, Tensor g) {
    Tensor result = TensorMemory.allocate(TensorMemory.shape(x));
    float[] ones = new float[grid.timeSteps()];
    Arrays.fill(ones, 1);
    float[] factors = new float[grid.channels()];
    Arrays.fill(factors, lif.inputFactor());
    Affine taken = Affine.of(factors, new float[grid.channels()], new float[grid.channels()]);
    for (int sample = 0; sample < grid.samples(); sample++) {
      long start = sample * grid.sampleBytes();
      new VectorLifKernel()
          .backward(
              lif,
              grid.timeSteps(),
              new LifKernel.Current(TensorMemory.of(x).asSlice(start), grid.stepBytes(), taken),
              TensorMemory.of(g).asSlice(start),
              grid.stepBytes(),
              ones,
              TensorMemory.of(result).asSlice(start),
              grid.stepBytes(),
              new LifKernel.Sums(taken.period),
              0,
              grid.sampleSize());
    }
    return result.mul(new Scalar(lif.inputFactor()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a1_", "a2_"})
  void normalisationFollowsThePublishedOneOverThreeBatches(String prefix) {
    GoldenVectors golden = GoldenVectors.open("b_tdbn");
    float alpha = prefix.equals("a1_") ? 1 : 2;
    TdBatchNorm norm = new TdBatchNorm("n", golden.shape(prefix + "weight")[0], alpha * 0.2f);
    State state = norm.state();
    state.parameters().get(0).value().copy_(plain(golden, prefix + "weight"));
    state.parameters().get(1).value().copy_(plain(golden, prefix + "bias"));
    NormalisationByHand hand = new NormalisationByHand(norm);
    for (int batch = 0; batch < 3; batch++) {
      Tensor x = timeFirst(golden, prefix + "x" + batch);
      assertClose(hand.forward(x), timeFirst(golden, prefix + "y" + batch));
      Tensor gradient = hand.backward(x, timeFirst(golden, prefix + "grad_out" + batch));
      assertGradient(gradient, timeFirst(golden, prefix + "grad_x" + batch), 1e-4);
      assertGradient(
          state.parameters().get(0).value().grad(),
          plain(golden, prefix + "grad_weight" + batch),
          1e-4);
      assertGradient(
          state.parameters().get(1).value().grad(),
          plain(golden, prefix + "grad_bias" + batch),
          1e-4);
      assertClose(state.buffers().get(0).value(), plain(golden, prefix + "running_mean" + batch));
      assertClose(state.buffers().get(1).value(), plain(golden, prefix + "running_var" + batch));
    }
    assertClose(
        hand.evaluate(timeFirst(golden, prefix + "eval_x")), timeFirst(golden, prefix + "eval_y"));
  }

  @Test
  void constantCurrentEqualsTheSameCurrentRepeated() {
    int steps = 4;
    Tensor once = TensorMemory.channelsLast(randn(3, 5, 2, 2));
    Tensor repeated = TensorMemory.channelsLast(once.repeat(steps, 1, 1, 1));
    SpikingNeurons neurons = new SpikingNeurons("n", 5, LifParameters.PUBLISHED, 1);
    SpikingNeurons others = new SpikingNeurons("n", 5, LifParameters.PUBLISHED, 1);
    Tensor spikes = neurons.fire(Signal.constant(once, steps), Mode.TRAIN).values();
    Tensor same = others.fire(Signal.overTime(repeated, steps), Mode.TRAIN).values();
    assertThat(differing(spikes, same)).isZero();

    Tensor g = TensorMemory.channelsLast(randn(12, 5, 2, 2));
    Tensor summed = others.backward(g.clone()).view(steps, 3, 5, 2, 2).sum(0);
    assertGradient(neurons.backward(g), summed, 1e-5);
    for (int i = 0; i < 2; i++) {
      assertClose(
          neurons.state().buffers().get(i).value(), others.state().buffers().get(i).value());
    }
  }

  @Test
  void integralIsTheWeightedSumOfTheSpikesAndHasItsGradient() {
    int steps = 4;
    float[] weights = {0.5f, 0.25f, 1, 2};
    Tensor x = TensorMemory.channelsLast(randn(12, 5, 2, 2));
    SpikingNeurons neurons = new SpikingNeurons("n", 5, LifParameters.PUBLISHED, 1);
    SpikingNeurons others = new SpikingNeurons("n", 5, LifParameters.PUBLISHED, 1);
    Tensor sum = neurons.integrate(Signal.overTime(x, steps), weights, Mode.TRAIN);
    Tensor spikes = others.fire(Signal.overTime(x, steps), Mode.TRAIN).values();
    Tensor factors = TensorMemory.tensor(weights, steps, 1, 1, 1, 1);
    assertClose(sum, spikes.view(steps, 3, 5, 2, 2).mul(factors).sum(0));

    Tensor g = TensorMemory.channelsLast(randn(3, 5, 2, 2));
    Tensor spread =
        TensorMemory.channelsLast(g.unsqueeze(0).mul(factors).view(12, 5, 2, 2).clone());
    assertGradient(neurons.backward(g), others.backward(spread), 1e-5);
  }

  @Test
  void backwardWithoutForwardIsRefused() {
    SpikingNeurons neurons = new SpikingNeurons("n", 5, LifParameters.PUBLISHED, 1);
    assertThatThrownBy(() -> neurons.backward(new Tensor()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("forward pass in training mode");
  }

  @Test
  void wrongNumberOfChannelsIsRefusedWithBothNumbers() {
    SpikingNeurons neurons = new SpikingNeurons("n", 5, LifParameters.PUBLISHED, 1);
    Signal current =
        Signal.overTime(TensorMemory.channelsLast(TensorMemory.allocate(4, 3, 2, 2)), 4);
    assertThatThrownBy(() -> neurons.fire(current, Mode.TRAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 channels")
        .hasMessageContaining("[4, 3, 2, 2]");
  }
}
