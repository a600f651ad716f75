package io.spikelet.training.backbone;

import static io.spikelet.training.layer.GoldenTensors.differing;
import static io.spikelet.training.layer.GoldenTensors.plain;
import static io.spikelet.training.layer.GoldenTensors.timeFirst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.layer.GoldenTensors;
import io.spikelet.training.layer.LifParameters;
import io.spikelet.training.layer.MembraneReadout;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Neurons;
import io.spikelet.training.layer.Signal;
import io.spikelet.training.layer.SpikingNeurons;
import io.spikelet.training.layer.State;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests for {@link ConvolutionalEncoder} and {@link ConvolutionalDecoder}, layer by layer. */
class BackboneTests {

  /** A membrane potential may lie within rounding of the threshold. */
  private static final int ISOLATED_FLIPS = 10;

  private static final Neurons.Factory LIF =
      (name, channels) -> new SpikingNeurons(name, channels, LifParameters.PUBLISHED, 1);

  private final PointerScope scope = new PointerScope();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void everyLayerSpikesAsPublishedForThePublishedInput() {
    GoldenVectors golden = GoldenVectors.open("f_esvae");
    BackboneShape shape = shape(golden);
    ConvolutionalEncoder encoder = new ConvolutionalEncoder(shape, LIF);
    ConvolutionalDecoder decoder = new ConvolutionalDecoder(shape, LIF, MembraneReadout.PUBLISHED);
    State both = State.join(List.of(encoder.state(), decoder.state()));
    GoldenTensors.load(golden, "w/", both);

    Signal input = Signal.constant(plain(golden, "image"), shape.timeSteps());
    EncoderConvolutions down = encoder.convolutions();
    for (int i = 0; i < down.stages().size(); i++) {
      input = check(golden, "spk/enc" + i, down.stages().get(i), input);
    }
    check(golden, "spk/latent_xe", encoder.latentStage(), down.flatten(input));

    input = Signal.overTime(timeFirst(golden, "z"), shape.timeSteps());
    DecoderConvolutions up = decoder.convolutions();
    input = up.unflatten(check(golden, "spk/dec_in", decoder.inputStage(), input));
    for (int i = 0; i < up.stages().size(); i++) {
      input = check(golden, "spk/dec" + i, up.stages().get(i), input);
    }
    Tensor last = up.lastStage().forward(input, Mode.EVALUATE).values();
    int samples = golden.shape("image")[0];
    Tensor first = last.view(shape.timeSteps(), samples, last.size(1), last.size(2), last.size(3));
    Tensor expected = timeFirst(golden, "spk/final0");
    assertThat(differing(first.select(1, 0), expected)).isLessThanOrEqualTo(ISOLATED_FLIPS);
  }

  /** Compares, and goes on with the stored spikes. */
  private static Signal check(GoldenVectors golden, String name, Stage stage, Signal input) {
    Signal spikes = stage.forward(input, Mode.EVALUATE);
    Tensor expected = timeFirst(golden, name);
    assertThat(differing(spikes.values(), expected)).as(name).isLessThanOrEqualTo(ISOLATED_FLIPS);
    return spikes.with(expected);
  }

  @Test
  void parameterCountsAreThePublishedOnes() {
    assertThat(parameters(BackboneShape.published(1, 32, 128, 16))).isEqualTo(1_068_257 - 16_512);
    assertThat(parameters(BackboneShape.published(3, 32, 128, 16))).isEqualTo(1_069_411 - 16_512);
    assertThat(parameters(BackboneShape.published(3, 64, 128, 16))).isEqualTo(3_696_227 - 16_512);
  }

  private static long parameters(BackboneShape shape) {
    State encoder = new ConvolutionalEncoder(shape, LIF).state();
    State decoder = new ConvolutionalDecoder(shape, LIF, MembraneReadout.PUBLISHED).state();
    return State.join(List.of(encoder, decoder)).parameters().stream()
        .mapToLong(parameter -> parameter.value().numel())
        .sum();
  }

  @Test
  void shapeThatDoesNotEndInTwoByTwoIsRefused() {
    assertThatThrownBy(() -> new BackboneShape(1, 28, List.of(32, 64, 128, 256), 128, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("halve an image of 28");
    assertThatThrownBy(() -> BackboneShape.published(1, 48, 128, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 or 64");
  }

  private static BackboneShape shape(GoldenVectors golden) {
    int[] image = golden.shape("image");
    int[] noise = golden.shape("u");
    return BackboneShape.published(image[1], image[2], noise[1], noise[2]);
  }
}
