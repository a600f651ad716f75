package io.spikelet.training.firstspike;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.export.SpikeTiming;
import java.util.Arrays;
import java.util.List;

/**
 * The network of a file of golden vectors, for tests. The vectors' weights are {@code [neurons,
 * inputs]}, those of layers the other way round.
 *
 * @param vectors all arrays of the file
 * @param network two layers with the weights {@code W1} and {@code W2}
 * @param timeSteps of both
 */
public record GoldenNetwork(GoldenVectors vectors, FirstSpikeNetwork network, int timeSteps) {

  /** Opens a file. */
  public static GoldenNetwork open(String name, SpikeTiming timing) {
    return of(GoldenVectors.open(name), timing);
  }

  private static GoldenNetwork of(GoldenVectors vectors, SpikeTiming timing) {
    int timeSteps = (int) vectors.scalar("tmax");
    double[] thresholds = vectors.doubles("thr");
    FirstSpikeNetwork network =
        new FirstSpikeNetwork(
            List.of(
                layer(vectors, "W1", thresholds[0], timeSteps, timing),
                layer(vectors, "W2", thresholds[1], timeSteps, timing)));
    return new GoldenNetwork(vectors, network, timeSteps);
  }

  private static FirstSpikeLayer layer(
      GoldenVectors vectors, String name, double threshold, int timeSteps, SpikeTiming timing) {
    int[] shape = vectors.shape(name);
    FirstSpikeLayer layer = new FirstSpikeLayer(shape[1], shape[0], threshold, timeSteps, timing);
    replace(layer, vectors.floats(name));
    return layer;
  }

  /** How many inputs the vectors have. */
  public int samples() {
    return vectors.shape("t_in")[0];
  }

  /** One sample's row of an array of times. */
  public int[] row(String name, int sample) {
    int columns = vectors.shape(name)[1];
    return Arrays.stream(vectors.longs(name), sample * columns, (sample + 1) * columns)
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /** One sample's part of an array of numbers. */
  public float[] part(String name, int sample) {
    float[] all = vectors.floats(name);
    int size = all.length / samples();
    return Arrays.copyOfRange(all, sample * size, (sample + 1) * size);
  }

  Presentation presented(int sample) {
    Presentation presentation = network.presentation();
    network.present(row("t_in", sample), presentation);
    return presentation;
  }

  /** The weights of a layer as the vectors have them, {@code [neurons, inputs]}. */
  public static float[] weights(FirstSpikeLayer layer) {
    float[] weights = new float[layer.inputs() * layer.neurons()];
    layer.fold();
    layer.copyWeights(weights);
    return transposed(weights, layer.inputs(), layer.neurons());
  }

  /** Gives a layer weights as the vectors have them, {@code [neurons, inputs]}. */
  public static void replace(FirstSpikeLayer layer, float[] weights) {
    layer.weights(transposed(weights, layer.neurons(), layer.inputs()));
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }
}
