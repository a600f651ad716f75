package io.spikelet.training.export;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network's trained numbers by name: weights, biases, normalisation and running statistics. Names
 * are module paths, such as {@code encoder.0.weight} or {@code encoder.0.bn.running_mean}.
 *
 * @param arrays array by name
 */
public record NamedWeights(Map<String, WeightArray> arrays) {

  /**
   * One array, row-major.
   *
   * @param shape sizes of the axes
   * @param data not copied; nobody may write to it any more
   */
  public record WeightArray(long[] shape, float[] data) {

    public WeightArray {
      long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      if (size != data.length) {
        throw new IllegalArgumentException(
            "%d numbers do not fill shape %s".formatted(data.length, Arrays.toString(shape)));
      }
    }

    /** Size of an axis. */
    int size(int axis) {
      return Math.toIntExact(shape[axis]);
    }
  }

  /** A weight is missing, of another shape than its network needs, or not finite. */
  public static final class UnfitWeightException extends RuntimeException {

    private final String name;

    UnfitWeightException(String name, String reason) {
      super("weight " + name + " " + reason);
      this.name = name;
    }

    /** Name of the weight. */
    public String name() {
      return name;
    }
  }

  public NamedWeights {
    arrays = Collections.unmodifiableMap(new TreeMap<>(arrays));
  }

  /** Whether there is such an array. */
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /**
   * The array of a name.
   *
   * @throws UnfitWeightException if there is none; the message lists those that exist
   */
  public WeightArray get(String name) {
    WeightArray array = arrays.get(name);
    if (array == null) {
      throw new UnfitWeightException(name, "is missing; there are " + arrays.keySet());
    }
    return array;
  }

  /**
   * The array of a name, which must have a shape and finite numbers only.
   *
   * @throws UnfitWeightException if not
   */
  public float[] get(String name, long... shape) {
    WeightArray array = get(name);
    if (!Arrays.equals(shape, array.shape())) {
      throw new UnfitWeightException(
          name,
          "must have shape %s, but has %s"
              .formatted(Arrays.toString(shape), Arrays.toString(array.shape())));
    }
    for (int i = 0; i < array.data().length; i++) {
      if (!Float.isFinite(array.data()[i])) {
        throw new UnfitWeightException(name, "is %s at position %d".formatted(array.data()[i], i));
      }
    }
    return array.data();
  }
}
