package io.spikelet.runtime.spike;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Immutable spikes {@code [time, sample, neuron]}, one bit each.
 *
 * <p>Bit {@code t * D + d} of a sample is neuron d at time step t; samples share their bits with
 * the trains they were taken from, since nobody can write to them.
 */
public final class SpikeTrain {

  private final int timeSteps;
  private final int neurons;
  // (sample, word); bit t * D + d is bit (t * D + d) % 64 of word (t * D + d) / 64.
  private final long[][] bits;

  private SpikeTrain(int timeSteps, int neurons, long[][] bits) {
    this.timeSteps = timeSteps;
    this.neurons = neurons;
    this.bits = bits;
  }

  /**
   * Begins a train without spikes.
   *
   * @throws IllegalArgumentException if a size is not positive, or a sample has 2^31 bits or more
   */
  public static Builder builder(int timeSteps, int samples, int neurons) {
    return new Builder(timeSteps, samples, neurons);
  }

  /**
   * Spikes from the numbers 0 and 1.
   *
   * @param spikes {@code [T, N, D]}, row-major
   * @throws IllegalArgumentException if a number is neither 0 nor 1 (the message says where) or
   *     their count is not T * N * D
   */
  public static SpikeTrain of(float[] spikes, int timeSteps, int samples, int neurons) {
    Builder train = builder(timeSteps, samples, neurons);
    train.requireLength(spikes.length);
    for (int i = 0; i < spikes.length; i++) {
      train.setNumber(i, spikes[i]);
    }
    return train.build();
  }

  /** As {@link #of}, from bytes 0 and 1. */
  public static SpikeTrain ofBytes(byte[] spikes, int timeSteps, int samples, int neurons) {
    Builder train = builder(timeSteps, samples, neurons);
    train.requireLength(spikes.length);
    for (int i = 0; i < spikes.length; i++) {
      train.setNumber(i, Byte.toUnsignedInt(spikes[i]));
    }
    return train.build();
  }

  /**
   * One sample from its bits.
   *
   * @param bits {@code t * D + d}; copied
   * @throws IllegalArgumentException if a size is not positive, or a bit beyond {@code T * D} is
   *     set
   */
  public static SpikeTrain of(BitSet bits, int timeSteps, int neurons) {
    long size = requireSize(timeSteps, neurons);
    if (bits.length() > size) {
      throw new IllegalArgumentException(
          "%d time steps of %d neurons have no spike %d"
              .formatted(timeSteps, neurons, bits.length() - 1));
    }
    long[] words = Arrays.copyOf(bits.toLongArray(), (int) Math.ceilDiv(size, Long.SIZE));
    return new SpikeTrain(timeSteps, neurons, new long[][] {words});
  }

  /**
   * Puts trains of the same time steps and neurons side by side as samples of one.
   *
   * @throws IllegalArgumentException if there is none, or their sizes differ
   */
  public static SpikeTrain join(List<SpikeTrain> trains) {
    if (trains.isEmpty()) {
      throw new IllegalArgumentException("there is no spike train to join");
    }
    SpikeTrain first = trains.getFirst();
    for (SpikeTrain train : trains) {
      if (train.timeSteps != first.timeSteps || train.neurons != first.neurons) {
        throw new IllegalArgumentException("cannot join " + first + " and " + train);
      }
    }
    long[][] bits = trains.stream().flatMap(t -> Arrays.stream(t.bits)).toArray(long[][]::new);
    return new SpikeTrain(first.timeSteps, first.neurons, bits);
  }

  /**
   * One sample from its packed bits.
   *
   * @param packed bit {@code t * D + d}, least significant bit of a byte first; the unused bits of
   *     the last byte are 0
   * @throws IllegalArgumentException if the length is not ceil(T * D / 8) or an unused bit is set
   */
  public static SpikeTrain unpack(byte[] packed, int timeSteps, int neurons) {
    long size = requireSize(timeSteps, neurons);
    // Before anything of the claimed size is allocated: sizes and bytes may come from a request.
    if (packed.length != packedLength(size)) {
      throw new IllegalArgumentException(
          "%d time steps of %d neurons are %d packed bytes, not %d"
              .formatted(timeSteps, neurons, packedLength(size), packed.length));
    }
    int used = (int) (size % Byte.SIZE);
    if (used != 0 && Byte.toUnsignedInt(packed[packed.length - 1]) >>> used != 0) {
      throw new IllegalArgumentException(
          "the last packed byte may only use its lowest " + used + " bits");
    }
    Builder train = builder(timeSteps, 1, neurons);
    for (int i = 0; i < packed.length; i++) {
      train.bits[0][i / Long.BYTES] |=
          Byte.toUnsignedLong(packed[i]) << (i % Long.BYTES * Byte.SIZE);
    }
    return train.build();
  }

  public int timeSteps() {
    return timeSteps;
  }

  public int samples() {
    return bits.length;
  }

  public int neurons() {
    return neurons;
  }

  /** Whether neuron {@code d} of sample {@code n} fires at time step {@code t}. */
  public boolean fires(int t, int n, int d) {
    requireIndex("time step", t, timeSteps);
    requireIndex("sample", n, samples());
    requireIndex("neuron", d, neurons);
    return bit(bits[n], t * neurons + d);
  }

  /** Number of spikes of all samples. */
  public long count() {
    long count = 0;
    for (int n = 0; n < samples(); n++) {
      count += count(n);
    }
    return count;
  }

  /** Number of spikes of one sample. */
  public long count(int sample) {
    requireIndex("sample", sample, samples());
    long count = 0;
    for (long word : bits[sample]) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** Number of spikes of each neuron of one sample, {@code [D]}. */
  public int[] counts(int sample) {
    requireIndex("sample", sample, samples());
    int[] counts = new int[neurons];
    for (int t = 0; t < timeSteps; t++) {
      for (int d = 0; d < neurons; d++) {
        counts[d] += bit(bits[sample], t * neurons + d) ? 1 : 0;
      }
    }
    return counts;
  }

  /** One sample as a train {@code [T, 1, D]}. */
  public SpikeTrain sample(int n) {
    requireIndex("sample", n, samples());
    return new SpikeTrain(timeSteps, neurons, new long[][] {bits[n]});
  }

  /**
   * The train's first time steps.
   *
   * @throws IndexOutOfBoundsException if it has fewer
   */
  public SpikeTrain first(int steps) {
    requireIndex("time step", steps - 1, timeSteps);
    if (steps == timeSteps) {
      return this;
    }
    Builder first = builder(steps, samples(), neurons);
    for (int n = 0; n < samples(); n++) {
      for (int t = 0; t < steps; t++) {
        for (int d = 0; d < neurons; d++) {
          if (fires(t, n, d)) {
            first.fire(t, n, d);
          }
        }
      }
    }
    return first.build();
  }

  /** Zeros and ones of one sample at one time step, {@code [D]}. */
  public float[] step(int t, int sample) {
    float[] spikes = new float[neurons];
    for (int d = 0; d < neurons; d++) {
      spikes[d] = fires(t, sample, d) ? 1 : 0;
    }
    return spikes;
  }

  /** Zeros and ones {@code [T, N, D]}, row-major. */
  public float[] toFloats() {
    byte[] bytes = toBytes();
    float[] floats = new float[bytes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = bytes[i];
    }
    return floats;
  }

  /** Zeros and ones {@code [T, N, D]}, row-major. */
  public byte[] toBytes() {
    byte[] bytes = new byte[Math.multiplyExact(samples(), timeSteps * neurons)];
    int i = 0;
    for (int t = 0; t < timeSteps; t++) {
      for (long[] sample : bits) {
        for (int d = 0; d < neurons; d++) {
          bytes[i++] = (byte) (bit(sample, t * neurons + d) ? 1 : 0);
        }
      }
    }
    return bytes;
  }

  /** One sample's bits {@code t * D + d}, least significant bit of a byte first. */
  public byte[] packed(int sample) {
    requireIndex("sample", sample, samples());
    byte[] packed = new byte[packedLength((long) timeSteps * neurons)];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) (bits[sample][i / Long.BYTES] >>> (i % Long.BYTES * Byte.SIZE));
    }
    return packed;
  }

  /** One sample's spikes per neuron per time step, {@code [D]}, each in [0, 1]. */
  public float[] firingRates(int sample) {
    int[] counts = counts(sample);
    float[] rates = new float[neurons];
    for (int d = 0; d < neurons; d++) {
      rates[d] = (float) counts[d] / timeSteps;
    }
    return rates;
  }

  private static boolean bit(long[] words, int position) {
    return (words[position / Long.SIZE] >>> position & 1) != 0;
  }

  private static int packedLength(long size) {
    return (int) Math.ceilDiv(size, Byte.SIZE);
  }

  /** Bits of a sample. */
  private static long requireSize(int timeSteps, int neurons) {
    long size =
        (long) requirePositive("time steps", timeSteps) * requirePositive("neurons", neurons);
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          timeSteps + " time steps of " + neurons + " neurons are too large a spike train");
    }
    return size;
  }

  private static int requirePositive(String what, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + size);
    }
    return size;
  }

  private static void requireIndex(String what, int index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          what + " must be from 0 to " + (size - 1) + ", not " + index);
    }
  }

  /** Whether sizes and all spikes are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SpikeTrain train
        && timeSteps == train.timeSteps
        && neurons == train.neurons
        && Arrays.deepEquals(bits, train.bits);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * timeSteps + neurons) + Arrays.deepHashCode(bits);
  }

  @Override
  public String toString() {
    return "SpikeTrain[%d time steps, %d samples, %d neurons]"
        .formatted(timeSteps, samples(), neurons);
  }

  /** Collects spikes; not for use by several threads at once. */
  public static final class Builder {

    private final int timeSteps;
    private final int neurons;
    private long[][] bits;
    private boolean built;

    private Builder(int timeSteps, int samples, int neurons) {
      long size = requireSize(timeSteps, neurons);
      this.timeSteps = timeSteps;
      this.neurons = neurons;
      this.bits =
          new long[requirePositive("samples", samples)][(int) Math.ceilDiv(size, Long.SIZE)];
    }

    /** Lets neuron {@code d} of sample {@code n} fire at time step {@code t}. */
    public Builder fire(int t, int n, int d) {
      requireIndex("time step", t, timeSteps);
      requireIndex("sample", n, bits.length);
      requireIndex("neuron", d, neurons);
      copyIfBuilt();
      setBit(n, t * neurons + d);
      return this;
    }

    /** The train of all spikes so far. */
    public SpikeTrain build() {
      built = true;
      return new SpikeTrain(timeSteps, neurons, bits);
    }

    private void copyIfBuilt() {
      if (built) {
        bits = Arrays.stream(bits).map(long[]::clone).toArray(long[][]::new);
        built = false;
      }
    }

    private void setBit(int sample, int position) {
      bits[sample][position / Long.SIZE] |= 1L << position;
    }

    private void setNumber(int index, float value) {
      int row = index / neurons;
      int n = row % bits.length;
      int t = row / bits.length;
      int d = index % neurons;
      if (value == 1) {
        setBit(n, t * neurons + d);
      } else if (value != 0) {
        throw new IllegalArgumentException(
            "a spike is 0 or 1, not %s (time step %d, sample %d, neuron %d)"
                .formatted(value, t, n, d));
      }
    }

    private void requireLength(int length) {
      long expected = (long) timeSteps * bits.length * neurons;
      if (length != expected) {
        throw new IllegalArgumentException(
            "%d time steps of %d samples of %d neurons are %d values, not %d"
                .formatted(timeSteps, bits.length, neurons, expected, length));
      }
    }
  }
}
