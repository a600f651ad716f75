package io.spikelet.training.family.spikingdiffusion;

import static io.spikelet.training.layer.GoldenTensors.assertWithin;
import static io.spikelet.training.layer.GoldenTensors.differing;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.latent.UnmaskingSampler;
import io.spikelet.training.export.GoldenDiffusion;
import io.spikelet.training.family.spikingdiffusion.AbsorbingDiffusion.Objective;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.TensorMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link Denoiser} and what trains and samples it, against the published numbers. */
class DenoiserTests {

  private static final int STAGES = 5;
  private static final int FLIPS = 10;

  private final PointerScope scope = new PointerScope();
  private final GoldenVectors golden = GoldenVectors.open("h2_sdid");
  private Denoiser denoiser;
  private AbsorbingDiffusion diffusion;

  @BeforeEach
  void loadGoldenWeights() {
    List<Integer> widths = new ArrayList<>();
    for (int i = 1; i <= STAGES; i++) {
      widths.add(golden.shape("w/conv%d.0.weight".formatted(i))[0]);
    }
    int[] logits = golden.shape("logits");
    denoiser = new Denoiser(logits[1], widths, golden.shape("spk/conv1.2")[0]);
    GoldenState.load(golden, denoiser.state());
    diffusion = new AbsorbingDiffusion(Objective.REWEIGHTED, logits[2] * logits[3]);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private int codeCount() {
    return golden.shape("logits")[1];
  }

  private Tensor time() {
    return plain(golden, "t");
  }

  private Tensor codes() {
    return plain(golden, "x0").squeeze(1).to(ScalarType.Long);
  }

  private Tensor masked() {
    return diffusion.masked(plain(golden, "mask_u").squeeze(1), time());
  }

  private Tensor input() {
    return Denoiser.input(codes().masked_fill(masked(), new Scalar(codeCount())), time());
  }

  @Test
  void forwardProcessMasksWhatThePublishedOneDoes() {
    Tensor map = input().narrow(1, 0, 1).contiguous();
    assertThat(differing(map, plain(golden, "x_t"))).isZero();
  }

  @Test
  void everyLayerFiresAsThePublishedOne() {
    int timeSteps = golden.shape("spk/conv1.2")[0];
    Signal signal = Signal.constant(input(), timeSteps);
    for (int i = 0; i < STAGES; i++) {
      signal = denoiser.stages().get(i).forward(signal, Mode.EVALUATE);
      String name = "spk/conv%d.2".formatted(i + 1);
      Tensor expected = TensorMemory.channelsLast(plain(golden, name).flatten(0, 1));
      assertThat(differing(signal.values(), expected)).as(name).isLessThanOrEqualTo(FLIPS);
    }
  }

  @Test
  void logitsAndLossesEqualThePublishedOnes() {
    Tensor logits = denoiser.logits(input(), Mode.EVALUATE);
    assertWithin(logits, plain(golden, "logits"), 1e-4, 1e-4);
    assertLoss(diffusion, logits, "loss_eval_stats", 1e-4);
    AbsorbingDiffusion elbo = new AbsorbingDiffusion(Objective.ELBO, diffusion.positions());
    assertLoss(elbo, logits, "elbo_eval_stats", 1e-4);
    assertLoss(diffusion, denoiser.logits(input(), Mode.TRAIN), "loss_train_stats", 1e-3);
  }

  private void assertLoss(
      AbsorbingDiffusion objective, Tensor logits, String name, double relative) {
    double loss = objective.loss(logits, codes(), masked(), time()).item_double();
    double expected = golden.scalar(name);
    assertThat(loss).as(name).isCloseTo(expected, within(relative * expected));
  }

  @Test
  void samplerUnmasksThePublishedCodes() {
    int[] shape = golden.shape("samp_u_cat");
    int samples = shape[1];
    int positions = shape[2] * shape[3];
    List<UnmaskingSampler> samplers = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      samplers.add(
          new UnmaskingSampler(GoldenDiffusion.draws(golden, i), positions, codeCount(), shape[0]));
    }
    double temperature = golden.scalar("samp_temp");
    while (!samplers.getFirst().done()) {
      for (UnmaskingSampler sampler : samplers) {
        Tensor map = map(sampler, shape[2], shape[3]);
        Tensor time = TensorMemory.tensor(new float[] {sampler.time()}, 1);
        Tensor logits = denoiser.logits(Denoiser.input(map, time), Mode.EVALUATE);
        sampler.unmask(TensorMemory.floats(logits), 0, temperature);
      }
    }
    long[] expected = golden.longs("samp_tokens");
    for (int i = 0; i < samples; i++) {
      assertThat(samplers.get(i).map())
          .isEqualTo(
              Arrays.stream(expected, i * positions, (i + 1) * positions)
                  .mapToInt(Math::toIntExact)
                  .toArray());
    }
  }

  private Tensor map(UnmaskingSampler sampler, long height, long width) {
    int[] codes = sampler.map();
    float[] floats = new float[codes.length];
    for (int p = 0; p < codes.length; p++) {
      floats[p] = codes[p];
    }
    return TensorMemory.tensor(floats, 1, height, width);
  }
}
