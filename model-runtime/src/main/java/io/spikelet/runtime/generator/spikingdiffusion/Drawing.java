package io.spikelet.runtime.generator.spikingdiffusion;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.latent.UnmaskingSampler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One image's code map coming about, and what the denoiser did for it. */
final class Drawing {

  private final UnmaskingSampler sampler;
  private final double temperature;
  private final int mostSteps;
  private @Nullable NetworkActivity activity;
  private int runs;

  /**
   * @param temperature of the codes' distribution
   * @param mostSteps how often the layer table counts the denoiser
   */
  Drawing(UnmaskingSampler sampler, double temperature, int mostSteps) {
    this.sampler = sampler;
    this.temperature = temperature;
    this.mostSteps = mostSteps;
  }

  boolean done() {
    return sampler.done();
  }

  int time() {
    return sampler.time();
  }

  int[] map() {
    return sampler.map();
  }

  /** Whether the next step needs the denoiser: it unmasks something. */
  boolean needsLogits() {
    return sampler.needsLogits();
  }

  /** Takes a step that unmasks nothing. */
  void skip() {
    sampler.skip();
  }

  /** Takes a step; see {@link UnmaskingSampler#unmask}. */
  void unmask(float[] logits, int offset, NetworkActivity now) {
    sampler.unmask(logits, offset, temperature);
    NetworkActivity before = activity;
    activity = before == null ? now : before.plus(now);
    runs++;
  }

  /** What the denoiser did so far, counted as often as it ran. */
  NetworkActivity activity() {
    NetworkActivity known = activity;
    return known == null ? new NetworkActivity(List.of()) : known.share(runs, mostSteps);
  }
}
