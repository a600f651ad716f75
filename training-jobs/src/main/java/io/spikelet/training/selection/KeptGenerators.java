package io.spikelet.training.selection;

import static java.util.stream.Collectors.toMap;
import static org.bytedeco.pytorch.global.torch.full;

import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.NamedWeights.WeightArray;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of generators, one a label, that learn side by side and do not get better with every
 * epoch: of each label the state whose images had the least distance to real ones. A family only
 * says how a label's images are drawn.
 *
 * <p>The generators' tensors have the label as their first axis, {@code [K, ...]}, and so have
 * those that are kept. They are buffers: a checkpoint has them, and a run that is continued keeps
 * what an uninterrupted one would.
 */
public final class KeptGenerators {

  /** Which state is kept (setting {@code keep}). */
  public enum Choice {
    /** The one with the least distance. */
    BEST,
    /** The newest one. */
    LAST;

    /** Takes the setting. */
    public static Choice from(Settings settings) {
      return settings.choice("keep", BEST);
    }
  }

  private static final String PREFIX = "kept.";
  private static final String DISTANCE = PREFIX + "distance";

  /** A tensor that learns and what is kept of it, {@code [K, ...]} both. */
  private record Kept(String name, Tensor live, Tensor copy) {

    static Kept of(Parameter parameter) {
      Tensor live = parameter.value().detach();
      return new Kept(parameter.name(), parameter.value(), live.clone());
    }

    void take() {
      copy.copy_(live.detach());
    }

    void take(int label) {
      copy.select(0, label).copy_(live.detach().select(0, label));
    }

    State.Buffer buffer() {
      return new State.Buffer(PREFIX + name, copy);
    }

    WeightArray array() {
      return new WeightArray(TensorMemory.shape(copy), TensorMemory.floats(copy));
    }
  }

  private final Choice choice;
  private final List<Kept> tensors;
  private final Tensor distances; // [K]
  private @Nullable LabelDistances compared;

  /**
   * Keeps the generators as they are now, at an infinite distance. The caller retains {@link
   * #state}.
   *
   * @param generators whose parameters are {@code [K, ...]} each
   */
  public KeptGenerators(State generators, Choice choice) {
    this.choice = choice;
    this.tensors = generators.parameters().stream().map(Kept::of).toList();
    long labels = tensors.getFirst().copy().size(0);
    this.distances = full(new long[] {labels}, new Scalar(Float.POSITIVE_INFINITY));
  }

  /** The kept tensors, {@code kept.} before the names of the live ones, and their distances. */
  public State state() {
    List<State.Buffer> buffers = new ArrayList<>(tensors.stream().map(Kept::buffer).toList());
    buffers.add(new State.Buffer(DISTANCE, distances));
    return new State(List.of(), buffers);
  }

  /** Keeps the generators as they are now, at an infinite distance, as in the beginning. */
  public void restart() {
    tensors.forEach(Kept::take);
    distances.fill_(new Scalar(Float.POSITIVE_INFINITY));
  }

  /**
   * Compares what the generators draw with a set's images from now on.
   *
   * @param atMost images of each label, evenly chosen; fewer where there are not so many
   * @throws io.spikelet.training.run.RunException if a label has fewer than two images
   */
  public void compareWith(ImageSet images, int atMost) {
    compared = LabelDistances.from(images, atMost);
  }

  /**
   * Offers the generators of all labels as they are now.
   *
   * @param drawn what the generator of a label draws now: {@code [n, pixels]}, row-major, levels
   *     from 0 to 1; called once for each label, by several threads
   * @return {@code energy_distance} of now and {@code kept_energy_distance}, means over labels
   * @throws IllegalStateException if there is nothing to compare with
   */
  public Map<String, Double> offer(IntFunction<float[]> drawn) {
    LabelDistances real = compared;
    if (real == null) {
      throw new IllegalStateException("there is nothing to compare generated images with");
    }
    double[] now =
        IntStream.range(0, Math.toIntExact(distances.numel()))
            .parallel()
            .mapToDouble(label -> real.of(label, drawn.apply(label)))
            .toArray();
    IntStream.range(0, now.length).forEach(label -> offer(label, now[label]));
    return means(now);
  }

  private Map<String, Double> means(double[] now) {
    double keptSum = IntStream.range(0, now.length).mapToDouble(this::distance).sum();
    // Sorted, since the order of a Map.of changes from run to run and a card's columns should not.
    return new TreeMap<>(
        Map.of(
            "energy_distance", DoubleStream.of(now).sum() / now.length,
            "kept_energy_distance", keptSum / now.length));
  }

  /**
   * Keeps a label's generator as it is now, if it is nearer than the one that is kept or if the
   * newest is wanted.
   *
   * @param distance of the images that it makes now
   */
  void offer(int label, double distance) {
    boolean taken =
        switch (choice) {
          case BEST -> distance < distance(label);
          case LAST -> true;
        };
    if (taken) {
      tensors.forEach(tensor -> tensor.take(label));
      distances.select(0, label).fill_(new Scalar(distance));
    }
  }

  /** Distance of the generator that is kept for a label; infinite before the first offer. */
  double distance(int label) {
    return distances.select(0, label).item_double();
  }

  /** What is kept of a tensor, by the name of the live one, {@code [K, ...]}. */
  public Tensor tensor(String name) {
    return tensors.stream()
        .filter(tensor -> tensor.name().equals(name))
        .map(Kept::copy)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is kept of " + name));
  }

  /** All that is kept, under the names of the live tensors: what is exported. */
  public NamedWeights weights() {
    return new NamedWeights(tensors.stream().collect(toMap(Kept::name, Kept::array)));
  }
}
