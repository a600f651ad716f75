package io.spikelet.runtime.energy;

import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.spike.SynapticOperations;
import java.util.ArrayList;
import java.util.List;

/** What all layers did for one picture, in the order of the package's layer table. */
public record NetworkActivity(List<LayerActivity> layers) {

  public NetworkActivity {
    layers = List.copyOf(layers);
  }

  /** The sums over all layers. */
  public SynapticOperations operations() {
    SynapticOperations sum = SynapticOperations.NONE;
    for (LayerActivity activity : layers) {
      sum = sum.plus(operations(activity));
    }
    return sum;
  }

  /** These layers followed by others: an encoder's and a decoder's, say. */
  public NetworkActivity and(NetworkActivity later) {
    List<LayerActivity> all = new ArrayList<>(layers);
    all.addAll(later.layers);
    return new NetworkActivity(all);
  }

  /**
   * The same layers at other time steps of the same picture: counts are added layer by layer.
   *
   * @throws IllegalArgumentException if the layers differ
   */
  public NetworkActivity plus(NetworkActivity other) {
    List<LayerActivity> sums = new ArrayList<>(layers.size());
    for (int l = 0; l < layers.size(); l++) {
      sums.add(layers.get(l).plus(other.layers.get(l)));
    }
    return new NetworkActivity(sums);
  }

  /**
   * The same counts as those of a picture that was ended early: layers that work at every time step
   * did so only that often.
   *
   * @param timeSteps how many were run
   * @param whole how many the layer table has
   */
  public NetworkActivity during(int timeSteps, int whole) {
    return new NetworkActivity(
        layers.stream().map(activity -> activity.during(timeSteps, whole)).toList());
  }

  /**
   * The same counts of a network that ran fewer times than the layer table says: every layer was
   * computed only that share of its evaluations.
   *
   * @param runs how often the network ran
   * @param whole how often the layer table counts it
   */
  public NetworkActivity share(int runs, int whole) {
    return new NetworkActivity(
        layers.stream().map(activity -> activity.share(runs, whole)).toList());
  }

  /**
   * Multiply-accumulations of an ordinary network of the same layers: every input active, one pass
   * instead of one a time step (in every round of a picture that is made in rounds).
   */
  public long annMultiplyAccumulates() {
    return layers.stream()
        .mapToLong(
            activity -> Math.multiplyExact(activity.layer().denseMacs(), (long) activity.passes()))
        .sum();
  }

  private static SynapticOperations operations(LayerActivity activity) {
    LayerSpec layer = activity.layer();
    return new SynapticOperations(
        activity.accumulates(),
        activity.multiplyAccumulates(),
        layer.denseOperations(),
        activity.spikes(),
        layer.spiking() ? layer.neuronSteps() : 0);
  }
}
