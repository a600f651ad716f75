package io.spikelet.training.layer;

/**
 * Where the value of a neuron at a time step stands in memory: {@code [timeSteps, samples,
 * sampleSize]}, the channel being the fastest axis of a sample.
 *
 * @param timeSteps number of time steps
 * @param samples number of images
 * @param sampleSize neurons of one image in this layer: height * width * channels
 * @param channels number of channels; divides {@code sampleSize}
 */
record TimeGrid(int timeSteps, int samples, int sampleSize, int channels) {

  TimeGrid {
    if (timeSteps < 1 || samples < 1 || channels < 1 || sampleSize % channels != 0) {
      throw new IllegalArgumentException(
          "no grid of %d time steps, %d samples, %d neurons in %d channels"
              .formatted(timeSteps, samples, sampleSize, channels));
    }
  }

  /** Bytes between the same neuron's values at successive time steps. */
  long stepBytes() {
    return sampleBytes() * samples;
  }

  /** Bytes of one image at one time step. */
  long sampleBytes() {
    return (long) sampleSize * Float.BYTES;
  }

  /** Values per channel over all images and time steps. */
  long valuesPerChannel() {
    return (long) timeSteps * samples * (sampleSize / channels);
  }
}
