package io.spikelet.runtime.energy;

import io.spikelet.runtime.model.LayerSpec;
import io.spikelet.runtime.model.LayerSpec.Input;

/**
 * What one layer did for one picture.
 *
 * @param spikes spikes that the layer emitted, over all time steps; 0 for a layer that does not
 *     spike
 * @param taps spikes that reached the layer, each counted as often as there are kernel positions
 *     inside the picture that it reaches (once for a dense layer); 0 for other input than spikes
 * @param passes how often an ordinary network would compute the layer for the picture: once,
 *     whatever the time steps, unless the picture is made in rounds
 */
public record LayerActivity(LayerSpec layer, long spikes, long taps, int passes) {

  /** Of a layer that a picture passes once. */
  public LayerActivity(LayerSpec layer, long spikes, long taps) {
    this(layer, spikes, taps, 1);
  }

  public LayerActivity {
    if (spikes < 0 || spikes > (layer.spiking() ? layer.neuronSteps() : 0)) {
      throw new IllegalArgumentException(
          "layer %s cannot have emitted %d spikes".formatted(layer.name(), spikes));
    }
    if (taps < 0 || (taps > 0 && layer.input() != Input.SPIKES)) {
      throw new IllegalArgumentException(
          "layer %s cannot have received %d taps of spikes".formatted(layer.name(), taps));
    }
  }

  /** This and what the same layer did at other time steps of the same picture. */
  LayerActivity plus(LayerActivity other) {
    if (!layer.equals(other.layer)) {
      throw new IllegalArgumentException(
          "layers %s and %s cannot be added".formatted(layer.name(), other.layer.name()));
    }
    return new LayerActivity(layer, spikes + other.spikes, taps + other.taps, passes);
  }

  LayerActivity during(int timeSteps, int whole) {
    return layer.evaluations() == whole
        ? new LayerActivity(layer.evaluated(timeSteps), spikes, taps, passes)
        : this;
  }

  LayerActivity share(int runs, int whole) {
    return new LayerActivity(
        layer.evaluated(layer.evaluations() / whole * runs), spikes, taps, runs);
  }

  /** Weights added because a spike arrived: {@code taps * outputChannels}, exact in 64 bits. */
  public long accumulates() {
    return Math.multiplyExact(taps, (long) layer.outputChannels());
  }

  /** Weights multiplied with a real input: all of them, at every evaluation. */
  public long multiplyAccumulates() {
    return switch (layer.input()) {
      case REAL -> layer.denseOperations();
      case SPIKES, NONE -> 0;
    };
  }
}
