package io.spikelet.training.export;

import static io.spikelet.training.export.OnnxGraphBuilder.BATCH;

import io.spikelet.training.export.OnnxGraphBuilder.ElementType;
import io.spikelet.training.export.OnnxGraphBuilder.Value;
import io.spikelet.training.export.SpikingGraph.Extent;
import io.spikelet.training.export.SpikingGraph.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts, for each layer and image, the spikes that the layer emitted and the taps that it
 * received: each spike as often as there are kernel positions inside the picture that it reaches.
 * Row by row in the order of the layers; a row of zeros where there is nothing to count.
 *
 * <p>Exact: spikes are summed over time and channels in floats, where sums stay below 2^24 and
 * every integer is a float, and from there on in 64-bit integers. Only the first sum touches every
 * neuron; it is one matrix product. The kernel positions are a constant map per layer, multiplied
 * after that.
 */
final class SpikeCounts {

  private static final long EXACT_IN_FLOAT = 1L << 24;

  private final OnnxGraphBuilder graph;
  private final int timeSteps;
  private final List<@Nullable Value> spikeRows = new ArrayList<>();
  private final List<@Nullable Value> tapRows = new ArrayList<>();

  SpikeCounts(OnnxGraphBuilder graph, int timeSteps) {
    this.graph = graph;
    this.timeSteps = timeSteps;
  }

  /** The next layer receives no spikes. */
  void noTaps() {
    tapRows.add(null);
  }

  /** The next layer emits no spikes. */
  void noSpikes() {
    spikeRows.add(null);
  }

  /** A layer's spikes that no layer of this graph receives. */
  void emitted(Signal.Spikes spikes) {
    spikeRows.add(row(byPlace(sumOverTime(spikes), spikes.extent())));
  }

  /** A layer's spikes, received by the next layer. */
  void consumed(Signal.Spikes spikes, KernelPositions positions) {
    tapRows.add(taps(sumOverTime(spikes), spikes, positions));
  }

  /**
   * As {@link #consumedAndSummed} for a layer that receives the spikes of several.
   *
   * @return one sum for each of {@code inputs}
   */
  List<Value> consumedAndSummed(
      List<Signal.Spikes> inputs, KernelPositions positions, double[] coefficients) {
    List<Value> summed = new ArrayList<>();
    List<Value> rows = new ArrayList<>();
    for (Signal.Spikes spikes : inputs) {
      rows.add(tapsAndSum(spikes, positions, coefficients, summed));
    }
    tapRows.add(rows.stream().reduce((a, b) -> graph.node("Add", a, b)).orElseThrow());
    return summed;
  }

  /**
   * As {@link #consumed}, and also sums the spikes over time with a coefficient per step, in the
   * same pass over memory.
   *
   * @return {@code [N, C, H, W]}
   */
  Value consumedAndSummed(Signal.Spikes spikes, KernelPositions positions, double[] coefficients) {
    return consumedAndSummed(List.of(spikes), positions, coefficients).getFirst();
  }

  /** Adds the sums over time, weighted, to {@code summed}; the taps of the unweighted. */
  private Value tapsAndSum(
      Signal.Spikes spikes, KernelPositions positions, double[] coefficients, List<Value> summed) {
    float[] rows = new float[2 * timeSteps];
    Arrays.fill(rows, 0, timeSteps, 1);
    for (int t = 0; t < timeSteps; t++) {
      rows[timeSteps + t] = (float) coefficients[t];
    }
    List<Value> sums =
        graph.nodes("Split", 2, Map.of("axis", 0L), product(rows, 2, spikes.value()));
    Value taps = taps(sums.getFirst(), spikes, positions);
    Extent extent = spikes.extent();
    summed.add(
        graph.node(
            "Reshape",
            sums.getLast(),
            graph.list(-1, extent.channels(), extent.height(), extent.width())));
    return taps;
  }

  /** Adds the outputs {@code spikes} and {@code taps}, {@code [L, N]}. */
  void finish() {
    output("spikes", spikeRows);
    output("taps", tapRows);
  }

  /** The taps of spikes that a layer receives; counts the spikes themselves if nobody has. */
  private Value taps(Value overTime, Signal.Spikes spikes, KernelPositions positions) {
    Value places = byPlace(overTime, spikes.extent());
    if (!spikes.counted()) {
      spikeRows.add(row(places));
    }
    boolean once = Arrays.stream(positions.counts()).allMatch(count -> count == 1);
    Value map = graph.longs(positions.counts(), positions.counts().length);
    return row(once ? places : graph.node("Mul", places, map));
  }

  private Value sumOverTime(Signal.Spikes spikes) {
    if (timeSteps == 1) {
      return spikes.value();
    }
    float[] ones = new float[timeSteps];
    Arrays.fill(ones, 1);
    return product(ones, 1, spikes.value());
  }

  /** {@code [rows, T]} times {@code [T, N*C*H*W]}. */
  private Value product(float[] coefficients, int rows, Value spikes) {
    Value overTime = graph.node("Reshape", spikes, graph.list(timeSteps, -1));
    return graph.node("MatMul", graph.floats(coefficients, rows, timeSteps), overTime);
  }

  /** Sums over channels: integers {@code [N, H*W]}. */
  private Value byPlace(Value overTime, Extent extent) {
    if ((long) timeSteps * extent.channels() >= EXACT_IN_FLOAT) {
      throw new IllegalArgumentException(
          "%d time steps of %d channels are too many to count"
              .formatted(timeSteps, extent.channels()));
    }
    Value byChannel =
        graph.node("Reshape", overTime, graph.list(-1, extent.channels(), extent.places()));
    Value places = graph.node("ReduceSum", Map.of("keepdims", 0L), byChannel, graph.list(1));
    return graph.node("Cast", Map.of("to", ElementType.INT64.code()), places);
  }

  /** Sums over places: integers {@code [1, N]}. */
  private Value row(Value places) {
    Value total = graph.node("ReduceSum", Map.of("keepdims", 0L), places, graph.list(1));
    return graph.node("Reshape", total, graph.list(1, -1));
  }

  private void output(String name, List<@Nullable Value> rows) {
    Value zeros = graph.node("Mul", anyRow(), graph.list(0));
    Value[] filled = rows.stream().map(row -> row == null ? zeros : row).toArray(Value[]::new);
    Value table = graph.node("Concat", Map.of("axis", 0L), filled);
    graph.output(name, table, ElementType.INT64, filled.length, BATCH);
  }

  private Value anyRow() {
    for (Value row : spikeRows) {
      if (row != null) {
        return row;
      }
    }
    throw new IllegalStateException("a graph without spikes has nothing to count");
  }
}
