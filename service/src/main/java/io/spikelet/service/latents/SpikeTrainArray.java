package io.spikelet.service.latents;

import io.spikelet.runtime.interruption.Interruption;
import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Spike trains in a NumPy array: {@code [T, N, D]}, time first, or {@code [T, D]} for one sample.
 * Elements of any number type and order are read, if each is 0 or 1.
 *
 * @param array held as its file
 */
record SpikeTrainArray(NpyArray array, int timeSteps, int samples, int neurons) {

  /**
   * Reads what the array says of itself.
   *
   * @throws io.spikelet.runtime.npy.NpyFormatException if it is damaged or has elements that are no
   *     numbers
   * @throws MalformedSpikeTrainException if it has another shape, or one too large
   */
  static SpikeTrainArray of(byte[] file) {
    NpyArray array = NpyArray.parse(file);
    int[] shape = array.shape();
    return switch (shape.length) {
      case 2 -> new SpikeTrainArray(array, shape[0], 1, shape[1]);
      case 3 -> new SpikeTrainArray(array, shape[0], shape[1], shape[2]);
      default ->
          throw new MalformedSpikeTrainException(
              "The array's shape is %s; allowed are [time steps, samples, neurons] and [time steps, neurons]."
                  .formatted(Arrays.toString(shape)));
    };
  }

  SpikeTrainArray {
    SpikeTrainLimits.requireSizes(
        "The array of shape " + Arrays.toString(array.shape()), samples, timeSteps, neurons);
  }

  /** Memory that {@link #trains} takes. */
  long bytes() {
    return samples * SpikeTrainLimits.bytes((long) timeSteps * neurons);
  }

  /**
   * The spike trains, one a sample.
   *
   * @throws MalformedSpikeTrainException if an element is neither 0 nor 1
   */
  List<SpikeTrain> trains() {
    SpikeTrain.Builder train = SpikeTrain.builder(timeSteps, samples, neurons);
    for (int row = 0; row < timeSteps * samples; row++) {
      Interruption.stopIfInterrupted();
      for (int d = 0; d < neurons; d++) {
        if (fires(row * neurons + d)) {
          train.fire(row / samples, row % samples, d);
        }
      }
    }
    SpikeTrain all = train.build();
    return IntStream.range(0, samples).mapToObj(all::sample).toList();
  }

  private boolean fires(int element) {
    double value = array.value(element);
    if (value != 0 && value != 1) {
      throw new MalformedSpikeTrainException(
          "Element %s of the array is %s; a spike is 0 or 1."
              .formatted(index(element), text(value)));
    }
    return value == 1;
  }

  private String index(int element) {
    int d = element % neurons;
    int row = element / neurons;
    return array.shape().length == 2
        ? "[%d, %d]".formatted(row, d)
        : "[%d, %d, %d]".formatted(row / samples, row % samples, d);
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 0x1p53
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
