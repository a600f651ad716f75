package io.spikelet.training.export;

import io.spikelet.runtime.golden.GoldenVectors;
import io.spikelet.training.export.NamedWeights.WeightArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A complete network of the golden vectors: its weights and arrays with time first. */
final class GoldenNetwork {

  private static final String WEIGHTS = "w/";

  final GoldenVectors vectors;

  GoldenNetwork(String name) {
    this.vectors = GoldenVectors.open(name);
  }

  NamedWeights weights() {
    Map<String, WeightArray> arrays = new LinkedHashMap<>();
    for (String name : vectors.names()) {
      if (name.startsWith(WEIGHTS)) {
        long[] shape = Arrays.stream(vectors.shape(name)).asLongStream().toArray();
        arrays.put(name.substring(WEIGHTS.length()), new WeightArray(shape, vectors.floats(name)));
      }
    }
    return new NamedWeights(arrays);
  }

  int timeSteps() {
    int[] shape = vectors.shape("z");
    return shape[shape.length - 1];
  }

  int images() {
    return vectors.shape("image")[0];
  }

  int latentSize() {
    return vectors.shape("z")[1];
  }

  /** An array {@code [N, ..., T]} as {@code [T, N, ...]}. */
  float[] timeFirst(String name) {
    float[] timeLast = vectors.floats(name);
    int steps = timeSteps();
    int columns = timeLast.length / steps;
    float[] timeFirst = new float[timeLast.length];
    for (int i = 0; i < columns; i++) {
      for (int t = 0; t < steps; t++) {
        timeFirst[t * columns + i] = timeLast[i * steps + t];
      }
    }
    return timeFirst;
  }
}
