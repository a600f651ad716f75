package io.spikelet.runtime.latent;

/**
 * The random numbers of one picture: a pure function of seed, index, purpose and position.
 *
 * <p>Counter-based ({@code Philox4x32-10}): the key is the seed, the counter holds position,
 * purpose and index. Two purposes never share a number, two pictures never share a stream, and a
 * stream has no state: asking twice gives the same numbers, so an instance may be used by several
 * threads.
 */
public final class RandomStream {

  /**
   * What random numbers are for. A purpose's number is part of what a seed means: it never changes,
   * and a number is never used again.
   */
  public enum Purpose {
    /** Normal numbers from which a prior computes its rates. */
    PRIOR_NORMAL(1),
    /** Uniform numbers that decide whether a latent neuron fires. */
    LATENT_SPIKES(2),
    /** Random changes of training pictures. */
    AUGMENTATION(3),
    /** Order of training pictures. */
    SHUFFLE(4),
    /** Uniform numbers that decide, in training, whether a prior sees its own spikes. */
    SCHEDULED_SAMPLING(5),
    /** Normal numbers that break ties in the spikes that a prior is then shown. */
    FEEDBACK_NORMAL(6),
    /** Normal numbers that a posterior adds to its mean. */
    POSTERIOR_NORMAL(7),
    /** Uniform numbers that decide whether an input fires that is shown as random spikes. */
    INPUT_SPIKES(8),
    /** Which image a sound is paired with. */
    PAIRING(9),
    /** Uniform numbers that decide which positions of a code map are unmasked. */
    UNMASKING(10),
    /** Uniform numbers that pick the code of a position. */
    CODE(11),
    /** Uniform numbers that decide, in training, how much of a code map is masked and what. */
    MASKING(12),
    /** What takes the place of an unused code or of a silent neuron's weights, in training. */
    REVIVAL(13),
    /** A uniform number that picks the label of an image, where nobody names one. */
    LABEL(14),
    /** Normal numbers of the images that a generator's states are compared by, in training. */
    COMPARISON_NORMAL(15),
    /** Uniform numbers that become the times at which a generator's inputs fire. */
    SPIKE_TIMES(16);

    private final int number;

    Purpose(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  private static final float UNIFORM_STEP = 0x1p-24f;
  private static final double NORMAL_STEP = 0x1p-32;
  private static final double TWO_PI = 2 * Math.PI;

  private final ImageSeed seed;

  private RandomStream(ImageSeed seed) {
    this.seed = seed;
  }

  /** The stream of one picture. */
  public static RandomStream of(ImageSeed seed) {
    return new RandomStream(seed);
  }

  /**
   * Uniform numbers {@code k / 2^24} in [0, 1), 24 random bits each.
   *
   * @param count how many, from position 0 on; a longer request begins with the shorter one
   */
  public float[] uniforms(Purpose purpose, int count) {
    float[] uniforms = new float[checked(count)];
    int[] block = new int[Philox.WORDS];
    for (int i = 0; i < count; i++) {
      int word = i % Philox.WORDS;
      if (word == 0) {
        fill(block, purpose, i / Philox.WORDS);
      }
      uniforms[i] = (block[word] >>> 8) * UNIFORM_STEP;
    }
    return uniforms;
  }

  /**
   * Standard normal numbers by the transformation of Box and Muller (1958): {@code sqrt(-2 ln u1)}
   * times the cosine and the sine of {@code 2 pi u2}, from 32 random bits each, in doubles rounded
   * to floats at the end. Magnitudes stay below 6.8.
   *
   * @param count how many, from position 0 on; a longer request begins with the shorter one
   */
  public float[] normals(Purpose purpose, int count) {
    float[] normals = new float[checked(count)];
    int[] block = new int[Philox.WORDS];
    for (int i = 0; i < count; i += 2) {
      int word = i % Philox.WORDS;
      if (word == 0) {
        fill(block, purpose, i / Philox.WORDS);
      }
      // StrictMath, since Math may differ in the last bit from one machine to the next.
      double radius = Math.sqrt(-2 * StrictMath.log(openUnit(block[word])));
      double angle = TWO_PI * openUnit(block[word + 1]);
      normals[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < count) {
        normals[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return normals;
  }

  private void fill(int[] block, Purpose purpose, int position) {
    long index = seed.index();
    long key = seed.seed();
    Philox.block(
        position,
        purpose.number(),
        (int) index,
        (int) (index >>> 32),
        (int) key,
        (int) (key >>> 32),
        block);
  }

  /** In (0, 1), so that the logarithm is finite. */
  private static double openUnit(int word) {
    return (Integer.toUnsignedLong(word) + 0.5) * NORMAL_STEP;
  }

  private static int checked(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be 0 or more, not " + count);
    }
    return count;
  }
}
