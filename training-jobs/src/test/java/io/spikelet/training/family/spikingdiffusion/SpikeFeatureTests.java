package io.spikelet.training.family.spikingdiffusion;

import static io.spikelet.training.layer.GoldenTensors.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.rand;

import io.spikelet.training.family.spikingdiffusion.SpikeFeature.Temporal;
import io.spikelet.training.layer.PostsynapticPotential;
import io.spikelet.training.layer.TensorMemory;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests for {@link SpikeFeature}; the golden vectors hold the published one in {@link VqSvaeTests}.
 */
class SpikeFeatureTests {

  private static final int STEPS = 6;

  private static Tensor spikes() {
    return rand(STEPS, 2, 3, 4, 4).gt(new Scalar(0.6)).to(ScalarType.Float);
  }

  @Test
  void featureOfThePaperMixesTheRateWithTheLastPotential() {
    try (PointerScope _ = new PointerScope()) {
      SpikeFeature feature = new SpikeFeature(Temporal.POTENTIAL);
      Tensor spikes = spikes();
      Tensor potential = PostsynapticPotential.PUBLISHED.filter(spikes).select(0, STEPS - 1L);
      for (float a : new float[] {0, 0.3f, 1, 1.25f}) {
        Tensor rate = spikes.mean(0);
        Tensor expected = rate.mul(new Scalar(a)).add(potential.mul(new Scalar(1 - a)));
        assertClose(feature.of(spikes, TensorMemory.tensor(new float[] {a}, 1)), expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Temporal.class)
  void coefficientsAreTheFeatureOfOneSpikeAndTellTheMixture(Temporal temporal) {
    try (PointerScope _ = new PointerScope()) {
      SpikeFeature feature = new SpikeFeature(temporal);
      feature.mix().value().fill_(new Scalar(0.7f));
      float[] coefficients = feature.coefficients(STEPS);
      Tensor spikes = spikes();
      Tensor factors = TensorMemory.tensor(coefficients, STEPS, 1, 1, 1, 1);
      assertClose(spikes.mul(factors).sum(0), feature.of(spikes, feature.mix().value()));
      SpikeFeature other = new SpikeFeature(temporal);
      other.becomes(coefficients);
      assertThat(other.mix().value().item_float()).isCloseTo(0.7f, within(1e-5f));
    }
  }
}
