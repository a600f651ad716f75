package io.spikelet.runtime.latent;

import io.spikelet.runtime.latent.RandomStream.Purpose;
import java.util.Arrays;

/**
 * Draws one image's code map by unmasking: all positions are masked at first, and the reverse of
 * absorbing-state diffusion gives each its code (Spiking-Diffusion, section "SDID"; Austin et al.,
 * "Structured denoising diffusion models in discrete state-spaces", NeurIPS 2021).
 *
 * <pre>
 * for s = S, S-1, ..., 1:
 *   unmask[p] = u1[s, p] &lt; 1/s, if p is still masked       at s = 1 all that are left
 *   code[p]  ~ softmax(logits(map, time(s)) / temperature)  where unmask[p], by inverse cdf of u2
 * </pre>
 *
 * <p>With S equal to the number of positions P this is the published sampler. With fewer steps the
 * denoiser is told the time at which as many positions are masked as there are, {@code time(s) =
 * round(P * s / S)}; the published code starts at time S instead, which no map in training had.
 *
 * <p>Not thread-safe.
 */
public final class UnmaskingSampler {

  /**
   * The random numbers of one image, uniform in [0, 1).
   *
   * @param unmasking decide which positions are unmasked, {@code [S, P]}; not copied
   * @param codes pick the codes, {@code [S, P]}; not copied
   */
  public record Draws(float[] unmasking, float[] codes) {}

  private final Draws draws;
  private final int codes;
  private final int steps;
  private final int[] map; // (P), the mask being the number after the last code
  private final boolean[] chosen; // (P), unmasked at the step under way
  private int step; // s, counting down; 0 when all is done

  /**
   * A map with nothing unmasked.
   *
   * @param stream the image's
   * @param positions P
   * @param codes K, how many codes there are
   * @param steps S, from 1 to P
   */
  public static UnmaskingSampler of(RandomStream stream, int positions, int codes, int steps) {
    int count = Math.multiplyExact(positions, steps);
    Draws draws =
        new Draws(stream.uniforms(Purpose.UNMASKING, count), stream.uniforms(Purpose.CODE, count));
    return new UnmaskingSampler(draws, positions, codes, steps);
  }

  /** As {@link #of} with given numbers. */
  public UnmaskingSampler(Draws draws, int positions, int codes, int steps) {
    if (steps < 1 || steps > positions) {
      throw new IllegalArgumentException(
          "steps must be from 1 to %d, not %d".formatted(positions, steps));
    }
    this.draws = draws;
    this.codes = codes;
    this.steps = steps;
    this.map = new int[positions];
    this.chosen = new boolean[positions];
    this.step = steps;
    Arrays.fill(map, codes);
    choose();
  }

  /** Whether every position has its code. */
  public boolean done() {
    return step == 0;
  }

  /** The diffusion time that the denoiser is told for this step, 1 to P. */
  public int time() {
    return Math.round((float) map.length * step / steps);
  }

  /**
   * Whether this step unmasks anything; if not, what the denoiser would say is of no use, and
   * {@link #skip} replaces {@link #unmask}.
   */
  public boolean needsLogits() {
    for (boolean here : chosen) {
      if (here) {
        return true;
      }
    }
    return false;
  }

  /** The code of each position, {@code (P)}; K where it is masked. */
  public int[] map() {
    return map.clone();
  }

  /**
   * Draws the codes of this step's positions and goes to the next step.
   *
   * @param logits of the denoiser for this image, code by code: {@code [K, P]} from {@code offset}
   * @param temperature above 0; small picks the likeliest code
   */
  public void unmask(float[] logits, int offset, double temperature) {
    float[] uniforms = draws.codes();
    int row = (steps - step) * map.length;
    for (int p = 0; p < map.length; p++) {
      if (chosen[p]) {
        map[p] = draw(logits, offset + p, temperature, uniforms[row + p]);
      }
    }
    advance();
  }

  /** Goes to the next step without the denoiser, since this one unmasks nothing. */
  public void skip() {
    if (needsLogits()) {
      throw new IllegalStateException("this step unmasks positions, which needs logits");
    }
    advance();
  }

  private void advance() {
    step--;
    choose();
  }

  private void choose() {
    if (step == 0) {
      Arrays.fill(chosen, false);
      return;
    }
    float[] uniforms = draws.unmasking();
    int row = (steps - step) * map.length;
    float probability = 1f / step;
    for (int p = 0; p < map.length; p++) {
      chosen[p] = map[p] == codes && uniforms[row + p] < probability;
    }
  }

  /** The smallest code whose cumulative probability exceeds u. */
  private int draw(float[] logits, int first, double temperature, double u) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < codes; k++) {
      largest = Math.max(largest, logits[first + k * map.length]);
    }
    // StrictMath, since Math may differ in the last bit from one machine to the next.
    double[] cumulative = new double[codes];
    double total = 0;
    for (int k = 0; k < codes; k++) {
      total += StrictMath.exp((logits[first + k * map.length] - largest) / temperature);
      cumulative[k] = total;
    }
    double bar = u * total;
    int code = 0;
    while (code < codes - 1 && cumulative[code] <= bar) {
      code++;
    }
    return code;
  }
}
