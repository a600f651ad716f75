package io.spikelet.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.runtime.latent.UnmaskingSampler;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests for {@link SpikingDiffusionExporter} against the numbers of the published code. */
class SpikingDiffusionExporterGoldenTests {

  /** Isolated spikes may differ, because sums of another order round otherwise. */
  private static final int FLIPS = 10;

  private static final float LEAK = 0.8f;

  private final GoldenVectors autoencoder = GoldenVectors.open("h1_vqsvae");
  private final GoldenVectors denoiser = GoldenVectors.open("h2_sdid");
  private final int timeSteps = autoencoder.shape("z_enc")[0];
  private final int samples = autoencoder.shape("image")[0];
  private final int positions = autoencoder.shape("indices")[1] * autoencoder.shape("indices")[2];
  private final int codes = autoencoder.shape("w/vq_layer.embeddings.weight")[0];
  private final ExportedNetwork network =
      SpikingDiffusionExporter.export(
          weights(),
          new SpikingDiffusionExporter.Network(
              timeSteps,
              autoencoder.shape("image")[2],
              feature(),
              denoiser.shape("spk/conv1.2")[0],
              true),
          WeightStorage.FLOAT32);

  private NamedWeights weights() {
    Map<String, NamedWeights.WeightArray> all =
        new HashMap<>(GoldenDiffusion.weights(autoencoder).arrays());
    all.putAll(GoldenDiffusion.weights(denoiser).arrays());
    return new NamedWeights(all);
  }

  /** {@code a / T + (1 - a) * 0.8^(T-1-t)}. */
  private float[] feature() {
    float a = (float) autoencoder.scalar("w/vq_layer.alpha");
    float[] coefficients = new float[timeSteps];
    for (int t = 0; t < timeSteps; t++) {
      double weighted = Math.pow(LEAK, timeSteps - 1.0 - t);
      coefficients[t] = (float) (a / timeSteps + (1 - a) * weighted);
    }
    return coefficients;
  }

  @Test
  void encoderFindsThePublishedCodes() {
    assertThat(encoded().longs("codes").data()).isEqualTo(autoencoder.longs("indices"));
  }

  private Tensors encoded() {
    int[] shape = autoencoder.shape("image");
    float[] image = autoencoder.floats("image");
    for (int i = 0; i < image.length; i++) {
      image[i] -= 0.5f;
    }
    Tensor input = Tensor.of(image, shape[0], shape[1], shape[2], shape[3]);
    return run(GraphRole.ENCODER, Map.of("image", input));
  }

  @Test
  void generatorFiresAsThePublishedOne() {
    float[] spikes = generated(autoencoder.floats("indices")).floats("spikes_out").data();
    assertThat(flips(spikes, autoencoder.floats("asg_spikes"))).isLessThanOrEqualTo(FLIPS);
  }

  @Test
  void nothingFiresWhereTheMapIsMasked() {
    float[] map = autoencoder.floats("indices");
    float[] all = generated(map).floats("spikes_out").data();
    for (int p = 0; p < map.length; p += 2) {
      map[p] = codes;
    }
    Tensors outputs = generated(map);
    float[] spikes = outputs.floats("spikes_out").data();
    long fired = 0;
    for (int i = 0; i < spikes.length; i++) {
      int sample = i / network.latentSize() % samples;
      boolean masked = map[sample * positions + i % positions] == codes;
      assertThat(spikes[i]).isEqualTo(masked ? 0 : all[i]);
      fired += spikes[i] != 0 ? 1 : 0;
    }
    assertThat(Arrays.stream(outputs.longs("spikes").data()).sum()).isEqualTo(fired);
  }

  private Tensors generated(float[] map) {
    Tensor input = Tensor.of(map, samples, positions);
    return run(GraphRole.CODEBOOK, Map.of("codes", input));
  }

  @Test
  void decoderReconstructsAsThePublishedOne() {
    float[] image = decoded(autoencoder.floats("asg_spikes")).floats("image").data();
    assertThat(image).containsExactly(autoencoder.floats("recon"), within(1e-4f));
  }

  private Tensors decoded(float[] spikes) {
    Tensor input = Tensor.of(spikes, timeSteps, samples, network.latentSize());
    return run(GraphRole.DECODER, Map.of("latent", input));
  }

  @Test
  void denoiserGivesThePublishedLogits() {
    float[] logits = denoised(denoiser.floats("x_t"), denoiser.floats("t")).floats("logits").data();
    float[] expected = denoiser.floats("logits");
    assertThat(logits).hasSameSizeAs(expected);
    for (int i = 0; i < logits.length; i++) {
      double allowed = 1e-4 + 1e-4 * Math.abs(expected[i]);
      assertThat((double) logits[i]).isCloseTo(expected[i], within(allowed));
    }
  }

  private Tensors denoised(float[] map, float[] time) {
    return run(
        GraphRole.DENOISER,
        Map.of(
            "codes", Tensor.of(map, time.length, positions),
            "time", Tensor.of(time, time.length)));
  }

  @Test
  void countsAreThoseOfThePublishedSpikes() {
    Tensors outputs = denoised(denoiser.floats("x_t"), denoiser.floats("t"));
    long[] spikes = outputs.longs("spikes").data();
    long[] taps = outputs.longs("taps").data();
    int steps = denoiser.shape("spk/conv1.2")[0];
    int images = denoiser.shape("t")[0];
    int layers = spikes.length / images;
    long[] lastTaps = new long[images];
    for (int layer = 0; layer + 1 < layers; layer++) {
      String name = "spk/conv%d.2".formatted(layer + 1);
      for (int n = 0; n < images; n++) {
        long fired = fired(denoiser.floats(name), steps, images, n);
        assertThat(spikes[layer * images + n]).isCloseTo(fired, within((long) FLIPS));
        long reached = reached(name, steps, images, n);
        boolean last = layer + 2 == layers;
        if (!last) {
          assertThat(taps[(layer + 1) * images + n]).isCloseTo(reached, within(9L * FLIPS));
        }
        lastTaps[n] += layer == 0 || last ? reached : 0;
      }
    }
    for (int n = 0; n < images; n++) {
      assertThat(taps[(layers - 1) * images + n]).isCloseTo(lastTaps[n], within(18L * FLIPS));
    }
  }

  private static long fired(float[] spikes, int steps, int images, int image) {
    int size = spikes.length / steps / images;
    long fired = 0;
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < size; i++) {
        fired += spikes[(t * images + image) * size + i] != 0 ? 1 : 0;
      }
    }
    return fired;
  }

  /** Spikes, each as often as there are outputs of a 3x3 kernel around it inside the map. */
  private long reached(String name, int steps, int images, int image) {
    float[] spikes = denoiser.floats(name);
    int[] shape = denoiser.shape(name);
    int height = shape[3];
    int width = shape[4];
    int size = spikes.length / steps / images;
    long reached = 0;
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < size; i++) {
        if (spikes[(t * images + image) * size + i] != 0) {
          int y = i / width % height;
          int x = i % width;
          reached += (long) neighbours(y, height) * neighbours(x, width);
        }
      }
    }
    return reached;
  }

  private static int neighbours(int place, int size) {
    return 3 - (place == 0 ? 1 : 0) - (place == size - 1 ? 1 : 0);
  }

  @Test
  void samplerAndGraphsDrawThePublishedImages() {
    int steps = denoiser.shape("samp_u_change")[0];
    int images = denoiser.shape("samp_u_change")[1];
    List<UnmaskingSampler> samplers =
        IntStream.range(0, images)
            .mapToObj(
                n ->
                    new UnmaskingSampler(
                        GoldenDiffusion.draws(denoiser, n), positions, codes, steps))
            .toList();
    double temperature = denoiser.scalar("samp_temp");
    while (!samplers.getFirst().done()) {
      float[] times = new float[images];
      Arrays.fill(times, samplers.getFirst().time());
      float[] logits = denoised(maps(samplers), times).floats("logits").data();
      for (int n = 0; n < images; n++) {
        samplers.get(n).unmask(logits, n * codes * positions, temperature);
      }
    }
    assertThat(maps(samplers)).isEqualTo(denoiser.floats("samp_tokens"));
    float[] spikes = generated(maps(samplers)).floats("spikes_out").data();
    assertThat(decoded(spikes).floats("image").data())
        .containsExactly(denoiser.floats("samp_image"), within(1e-4f));
  }

  private float[] maps(List<UnmaskingSampler> samplers) {
    float[] maps = new float[samplers.size() * positions];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = samplers.get(i / positions).map()[i % positions];
    }
    return maps;
  }

  @Test
  void layerTableHasTheSizesOfThePublishedNetwork() {
    LayerSpec codebook = layer("quantiser.codebook");
    assertThat(codebook.neurons()).isEqualTo(codes * positions);
    assertThat(codebook.denseMacs())
        .isEqualTo((long) codes * positions * network.latentSize() / positions);
    LayerSpec logits = layer("denoiser.5");
    assertThat(logits.outputChannels()).isEqualTo(codes);
    assertThat(logits.evaluations()).isEqualTo(denoiser.shape("spk/conv1.2")[0] * positions);
    assertThat(layer("generator").graph()).isEqualTo(GraphRole.CODEBOOK);
  }

  private LayerSpec layer(String name) {
    return network.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Tensors run(GraphRole role, Map<String, Tensor> inputs) {
    try (OnnxEngine engine = new OnnxEngine();
        OnnxGraph graph = engine.open(network.graph(role))) {
      return graph.run(inputs);
    }
  }

  private static int flips(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    int flips = 0;
    for (int i = 0; i < actual.length; i++) {
      flips += actual[i] == expected[i] ? 0 : 1;
    }
    return flips;
  }
}
