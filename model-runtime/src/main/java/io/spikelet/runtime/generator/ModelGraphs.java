package io.spikelet.runtime.generator;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.engine.OnnxGraph;
import io.spikelet.runtime.engine.Tensor;
import io.spikelet.runtime.engine.Tensor.LongTensor;
import io.spikelet.runtime.engine.Tensors;
import io.spikelet.runtime.energy.LayerActivity;
import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.LayerSpec.Input;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open graphs of a package and their layer tables: what the families have in common.
 * Thread-safe; closing waits for running calls.
 */
public final class ModelGraphs implements AutoCloseable {

  /** Output of a graph: spikes emitted, {@code [L, N]}. */
  private static final String SPIKES = "spikes";

  /** Output of a graph: taps received, {@code [L, N]}. */
  private static final String TAPS = "taps";

  /** Working memory of one run that {@link #imagesPerRun} aims at. */
  private static final long RUN_BYTES = 48L << 20;

  /** Larger batches gain nothing more: measured, a decoder is as fast with 1 image as with 64. */
  private static final int MOST_IMAGES_PER_RUN = 16;

  /**
   * Arrays of a layer's size that are alive at once: currents, their parts, spikes, their parts.
   */
  private static final int LIVE_ARRAYS = 5;

  /**
   * Memory of an open graph per byte of its file: weights widened from two bytes to four, and a
   * copy packed for the processor.
   */
  private static final int BYTES_PER_FILE_BYTE = 4;

  private final ModelPackage modelPackage;
  private final Map<GraphRole, OnnxGraph> graphs = new EnumMap<>(GraphRole.class);
  private final Map<GraphRole, List<LayerSpec>> layers = new EnumMap<>(GraphRole.class);

  private ModelGraphs(ModelPackage modelPackage) {
    this.modelPackage = modelPackage;
  }

  /**
   * Opens the graphs of a package.
   *
   * @param roles that the family needs
   * @throws UnusablePackageException if the package has no graph of one of the roles
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static ModelGraphs open(
      ModelPackage modelPackage, OnnxEngine engine, Set<GraphRole> roles) {
    ModelGraphs opened = new ModelGraphs(modelPackage);
    try {
      for (GraphRole role : roles) {
        opened.open(engine, role);
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Runs a graph of one input. */
  public Tensors run(GraphRole role, String input, Tensor value) {
    return run(role, Map.of(input, value));
  }

  /** Runs a graph. */
  public Tensors run(GraphRole role, Map<String, Tensor> inputs) {
    OnnxGraph graph = graphs.get(role);
    if (graph == null) {
      throw new IllegalArgumentException("no graph of role " + role + " was opened");
    }
    return graph.run(inputs);
  }

  /** The layers of a graph, in the order of its counts. */
  public List<LayerSpec> layers(GraphRole role) {
    return layers.getOrDefault(role, List.of());
  }

  /**
   * What the layers of a graph did for one sample of a run.
   *
   * @param outputs of the run
   * @param sample its place in the batch
   * @throws UnusablePackageException if the graph's counts do not fit the layer table
   */
  public NetworkActivity activity(GraphRole role, Tensors outputs, int sample) {
    List<LayerSpec> table = layers(role);
    LongTensor spikes = counts(outputs, SPIKES, table.size());
    LongTensor taps = counts(outputs, TAPS, table.size());
    int samples = Math.toIntExact(spikes.shape()[1]);
    List<LayerActivity> activities = new ArrayList<>();
    for (int l = 0; l < table.size(); l++) {
      int at = l * samples + sample;
      activities.add(new LayerActivity(table.get(l), spikes.data()[at], taps.data()[at]));
    }
    return new NetworkActivity(activities);
  }

  /** What the layers of a graph without any spikes did for one sample: the same for each. */
  public NetworkActivity activityWithoutSpikes(GraphRole role) {
    List<LayerActivity> activities = new ArrayList<>();
    for (LayerSpec layer : layers(role)) {
      if (layer.spiking() || layer.input() == Input.SPIKES) {
        throw unusable("layer %s of graph %s must not spike".formatted(layer.name(), role));
      }
      activities.add(new LayerActivity(layer, 0, 0));
    }
    return new NetworkActivity(activities);
  }

  /**
   * Images that one run should take at most, so that its working memory stays near 48 MB whatever
   * the size of the network.
   */
  public int imagesPerRun() {
    return imagesPerRun(bytesPerImage(modelPackage.spec()));
  }

  private static int imagesPerRun(long bytesPerImage) {
    return Math.clamp(RUN_BYTES / Math.max(1, bytesPerImage), 1, MOST_IMAGES_PER_RUN);
  }

  /** The estimate of {@link #memoryBytes(ModelPackage)} for these graphs. */
  public long memoryBytes() {
    return memoryBytes(modelPackage);
  }

  /**
   * An estimate of the native memory of a package's graphs while one thread runs them: four times
   * the files for the weights (half precision widened, and packed for the processor), and the
   * largest layer's working arrays for a full run.
   */
  static long memoryBytes(ModelPackage modelPackage) {
    long bytesPerImage = bytesPerImage(modelPackage.spec());
    return BYTES_PER_FILE_BYTE * modelPackage.bytes() + imagesPerRun(bytesPerImage) * bytesPerImage;
  }

  /** An exception that says what is wrong with this package. */
  public UnusablePackageException unusable(String reason) {
    return new UnusablePackageException(modelPackage.ref(), reason);
  }

  @Override
  public void close() {
    graphs.values().forEach(OnnxGraph::close);
  }

  private void open(OnnxEngine engine, GraphRole role) {
    if (!modelPackage.spec().graphs().containsKey(role)) {
      throw unusable("it has no graph of role " + role);
    }
    graphs.put(role, engine.open(modelPackage.graph(role)));
    layers.put(
        role,
        modelPackage.spec().layers().stream()
            .filter(layer -> layer.graph() == role.listed())
            .toList());
  }

  private LongTensor counts(Tensors outputs, String name, int rows) {
    LongTensor counts = outputs.longs(name);
    if (counts.shape().length != 2 || counts.shape()[0] != rows) {
      throw unusable("output %s is %s, but there are %d layers".formatted(name, counts, rows));
    }
    return counts;
  }

  private static long bytesPerImage(ModelSpec spec) {
    long largest = 1;
    for (LayerSpec layer : spec.layers()) {
      largest = Math.max(largest, layer.neuronSteps() / spec.rounds(layer.graph()));
    }
    return largest * LIVE_ARRAYS * Float.BYTES;
  }
}
