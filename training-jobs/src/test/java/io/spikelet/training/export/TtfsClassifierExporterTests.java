package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.Decision;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ModelLoader;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.export.NamedWeights.UnfitWeightException;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.export.TtfsClassifierExporter.Neurons;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link TtfsClassifierExporter}: networks of four pixels, three hidden neurons and two
 * classes, worked out by hand and run as they are served. A level L fires at {@code floor((255 - L)
 * * 256 / 255)}.
 */
class TtfsClassifierExporterTests {

  /** Every hidden neuron repeats one pixel, the first three of them. */
  private static final float[] REPEATING = {
    2, 0, 0, 0, //
    0, 2, 0, 0, //
    0, 0, 2, 0
  };

  @Test
  void nothingAfterTheFirstOutputSpikeCounts() {
    float[] output = {0, 2, 0, 0.5f, 0, 2};
    Classification found = classify(SpikeTiming.SAME_STEP, output, 255, 200, 100, 0);
    // Pixels fire at 0, 55 and 155; class 0 at 55, class 1 at 155.
    assertThat(found.label()).isZero();
    assertThat(found.decision()).isEqualTo(new Decision(List.of(55, 155), 256, 2 + 2 + 1));
    assertThat(found.scores()).containsExactly(201 / 256f, 101 / 256f);
    assertThat(spikes(found)).containsExactly(2, 2, 1);
    assertThat(taps(found)).containsExactly(0, 2, 2);
    assertThat(found.activity().operations().accumulates()).isEqualTo(2 * 3 + 2 * 2);
    assertThat(found.activity().operations().dense()).isEqualTo((4 * 3 + 3 * 2) * 56);
    assertThat(found.activity().operations().firingRate()).isEqualTo(5 / (9.0 * 56));
  }

  @Test
  void everyLayerOfTheNextStepConventionIsAStepLater() {
    float[] output = {0, 2, 0, 0.5f, 0, 2};
    Classification found = classify(SpikeTiming.NEXT_STEP, output, 255, 200, 100, 0);
    assertThat(found.decision()).isEqualTo(new Decision(List.of(57, 157), 256, 5));
    assertThat(found.label()).isZero();
  }

  @Test
  void theHigherPotentialWinsATie() {
    Classification found =
        classify(SpikeTiming.SAME_STEP, new float[] {1.5f, 0, 0, 1.75f, 0, 9}, 255, 0, 254, 0);
    // At 0 the potentials are 1.5 and 1.75; the 9 arrives at 1.
    assertThat(decision(found).outputTimes()).containsExactly(0, 0);
    assertThat(decision(found).isTie()).isTrue();
    assertThat(found.label()).isEqualTo(1);
    assertThat(spikes(found)).containsExactly(1, 1, 2);
  }

  @Test
  void theFirstOfEqualsWinsATie() {
    float[] output = {1.5f, 0, 0, 1.5f, 0, 0};
    assertThat(classify(SpikeTiming.SAME_STEP, output, 255, 0, 0, 0).label()).isZero();
    assertThat(classify(SpikeTiming.NEXT_STEP, output, 255, 0, 0, 0).label()).isZero();
  }

  @Test
  void potentialsOfATieAreThoseOfTheCrossingNotOfTheSpike() {
    // Crossings at 1, spikes at 2: the -9 that reaches class 1 at 2 is too late.
    float[] output = {1.5f, 0, 0, 1.75f, -9, 0};
    Classification found = classify(SpikeTiming.NEXT_STEP, output, 255, 254, 0, 0);
    assertThat(decision(found).outputTimes()).containsExactly(2, 2);
    assertThat(found.label()).isEqualTo(1);
  }

  @Test
  void potentialsThreeStepsBeforeTheEndDecideWhereNothingFires() {
    // Levels 2 and 1 fire at 253 and 254.
    Classification found =
        classify(SpikeTiming.SAME_STEP, new float[] {0, 0.5f, 0, 0.25f, 0, 0}, 2, 1, 0, 0);
    assertThat(found.label()).isEqualTo(1);
    assertThat(decision(found).fired()).isFalse();
    assertThat(decision(found).isTie()).isFalse();
    assertThat(decision(found).isFirst(1)).isFalse();
    assertThat(decision(found).time()).isEqualTo(256);
    assertThat(found.scores()).containsExactly(0, 0);
    assertThat(spikes(found)).containsExactly(2, 2, 0);
    assertThat(found.activity().operations().dense()).isEqualTo((4 * 3 + 3 * 2) * 256);
  }

  @Test
  void aBlackImageCausesNothing() {
    Classification found = classify(SpikeTiming.SAME_STEP, new float[6], 0, 0, 0, 0);
    assertThat(found.label()).isZero();
    assertThat(decision(found)).isEqualTo(new Decision(List.of(256, 256), 256, 0));
    assertThat(found.activity().operations().accumulates()).isZero();
  }

  @Test
  void layerTableHasThePixelsAsALayer() {
    ExportedNetwork network = network(SpikeTiming.SAME_STEP, new float[6]);
    assertThat(network.timeSteps()).isEqualTo(256);
    assertThat(network.layers())
        .extracting(LayerSpec::name)
        .containsExactly("input", "dense.0", "dense.1");
    assertThat(network.layers()).extracting(LayerSpec::neurons).containsExactly(4, 3, 2);
    assertThat(network.layers()).extracting(LayerSpec::denseMacs).containsExactly(0L, 12L, 6L);
  }

  @Test
  void weightsCanBeReadBack() {
    float[] output = {0, 2, 0, 0.5f, 0, 2};
    ExportedNetwork network = network(SpikeTiming.SAME_STEP, output);
    NamedWeights read =
        GraphWeights.of(
            Unpublished.of(ModelFamily.TTFS_CLASSIFIER, network, Map.of(), List.of("0", "1")));
    assertThat(read.arrays()).containsOnlyKeys("dense.0.weight", "dense.1.weight");
    assertThat(read.get("dense.0.weight", 4, 3)).containsExactly(FirstSpikes.rows(REPEATING, 4, 3));
    assertThat(read.get("dense.1.weight", 3, 2)).containsExactly(FirstSpikes.rows(output, 3, 2));
  }

  @Test
  void weightsOfAnotherNumberOfPixelsAreRefused() {
    assertThatThrownBy(
            () ->
                TtfsClassifierExporter.export(
                    weights(new float[6]),
                    neurons(SpikeTiming.SAME_STEP),
                    new ImageSpec(1, 2, 3, ValueRange.UNIT),
                    WeightStorage.FLOAT32))
        .isInstanceOf(UnfitWeightException.class)
        .hasMessage("weight dense.0.weight must have shape [6, 3], but has [4, 3]");
  }

  @Test
  void imagesOfAnotherRangeAreRefused() {
    assertThatThrownBy(
            () ->
                TtfsClassifierExporter.export(
                    weights(new float[6]),
                    neurons(SpikeTiming.SAME_STEP),
                    new ImageSpec(1, 2, 2, ValueRange.SIGNED_UNIT),
                    WeightStorage.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the images of a first-spike classifier have range UNIT");
  }

  private static Decision decision(Classification found) {
    return Objects.requireNonNull(found.decision());
  }

  private static long[] spikes(Classification found) {
    return found.activity().layers().stream().mapToLong(LayerActivity::spikes).toArray();
  }

  private static long[] taps(Classification found) {
    return found.activity().layers().stream().mapToLong(LayerActivity::taps).toArray();
  }

  private static Classification classify(SpikeTiming timing, float[] output, int... levels) {
    ExportedNetwork network = network(timing, output);
    byte[] pixels = new byte[levels.length];
    IntStream.range(0, levels.length).forEach(i -> pixels[i] = (byte) levels[i]);
    List<String> labels = List.of("left", "right");
    try (ImageModel model =
        ModelLoader.load(Unpublished.of(ModelFamily.TTFS_CLASSIFIER, network, Map.of(), labels))) {
      return model.classify(List.of(Image.ofBytes(1, 2, 2, pixels, ValueRange.UNIT))).getFirst();
    }
  }

  private static ExportedNetwork network(SpikeTiming timing, float[] output) {
    return TtfsClassifierExporter.export(
        weights(output),
        neurons(timing),
        new ImageSpec(1, 2, 2, ValueRange.UNIT),
        WeightStorage.FLOAT16);
  }

  private static Neurons neurons(SpikeTiming timing) {
    return new Neurons(256, timing, 1, 1);
  }

  private static NamedWeights weights(float[] output) {
    return new NamedWeights(
        Map.of(
            "dense.0.weight", new WeightArray(new long[] {4, 3}, FirstSpikes.rows(REPEATING, 4, 3)),
            "dense.1.weight", new WeightArray(new long[] {3, 2}, FirstSpikes.rows(output, 3, 2))));
  }
}
