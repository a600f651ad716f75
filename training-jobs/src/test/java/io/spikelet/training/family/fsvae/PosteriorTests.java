package io.spikelet.training.family.fsvae;

import static io.spikelet.training.family.fsvae.GoldenAlternatives.timeFirst;
import static io.spikelet.training.layer.GoldenTensors.assertClose;
import static io.spikelet.training.layer.GoldenTensors.assertGradient;
import static io.spikelet.training.layer.GoldenTensors.differing;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link Posterior} in training mode against the published code's numbers. */
class PosteriorTests {

  private static final String PREFIX = "posterior.";

  private final PointerScope scope = new PointerScope();
  private final GoldenVectors golden = GoldenVectors.open("g2_posterior_train");
  private Posterior posterior;

  @BeforeEach
  void loadGoldenWeights() {
    int latentSize = golden.shape("x")[1];
    int perNeuron = golden.shape("q_z")[2];
    Alternatives layers = new Alternatives("posterior", 2 * latentSize, latentSize, perNeuron);
    posterior = new Posterior(layers, latentSize);
    State state = posterior.state();
    state.parameters().forEach(p -> copy("w/", p.name(), p.value()));
    state.buffers().forEach(b -> copy("w/", b.name(), b.value()));
  }

  private void copy(String prefix, String name, Tensor target) {
    target.detach().copy_(golden(prefix, name));
  }

  private Tensor golden(String prefix, String name) {
    return plain(golden, prefix + name.substring(PREFIX.length()));
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void spikesAndAlternativesEqualThePublishedOnes() {
    Posterior.Sampled sampled = draw();
    assertThat(differing(sampled.spikes(), timeFirst(golden, "z"))).isZero();
    assertThat(differing(sampled.alternatives(), timeFirst(golden, "q_z"))).isZero();
  }

  @Test
  void everyPrefixMovesTheRunningStatistics() {
    draw();
    posterior.state().buffers().forEach(b -> assertClose(b.value(), golden("after/", b.name())));
  }

  @Test
  void gradientsEqualThePublishedOnes() {
    draw();
    Tensor input =
        posterior.backward(
            timeFirst(golden, "grad_out_z"), timeFirst(golden, "grad_out_q"), choices());
    assertGradient(input.contiguous(), timeFirst(golden, "grad_x"), 1e-4);
    for (Parameter parameter : posterior.state().parameters()) {
      // A bias in front of batch normalisation has no gradient; the published numbers are rounding.
      if (!parameter.name().matches("posterior\\.layers\\.\\d+\\.bias")) {
        assertGradient(parameter.value().grad(), golden("grad/", parameter.name()), 1e-4);
      }
    }
  }

  private Tensor choices() {
    return GoldenAlternatives.choices(golden, "idx");
  }

  private Posterior.Sampled draw() {
    return posterior.draw(timeFirst(golden, "x"), choices(), Mode.TRAIN);
  }
}
