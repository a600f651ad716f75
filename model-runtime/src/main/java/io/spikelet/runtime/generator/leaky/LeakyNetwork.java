package io.spikelet.runtime.generator.leaky;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ModelGraphs;
import io.spikelet.runtime.generator.PartialImage;
import io.spikelet.runtime.generator.PartialImages;
import io.spikelet.runtime.generator.StageTimes;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.spike.SpikeTrain;

/**
 * Input spikes to hidden spikes to the spikes of an image's pixels, whose counts are the image
 * ({@link Brightness}).
 *
 * <pre>
 * h = hidden(x)        x [T, inputs], h [T, D]
 * counts = sum over t of decoder(h)[t]
 * </pre>
 *
 * <p>No neuron looks ahead, so a picture may end after any time step, and the picture of the first
 * steps is what a whole one was at that time.
 *
 * @param graphs the package's
 * @param spec of the package
 * @param hidden the graph that gives the hidden spikes
 */
public record LeakyNetwork(ModelGraphs graphs, ModelSpec spec, GraphRole hidden) {

  /**
   * Makes an image of input spikes, all time steps at once.
   *
   * @param input {@code [steps, 1, inputs]}, at most the package's time steps
   */
  public Drawn draw(SpikeTrain input) {
    long start = System.nanoTime();
    Latent latent = latent(input);
    long decodeStart = System.nanoTime();
    LeakyStage decoder = decoderStage();
    float[] counts = counts(decoder, latent.spikes().toFloats(), input.timeSteps());
    NetworkActivity activity = latent.activity().and(during(decoder, input.timeSteps()));
    long end = System.nanoTime();
    return drawn(counts, latent.spikes(), activity, start, decodeStart - start, end);
  }

  /** As {@link #draw}, one time step after the other while somebody watches. */
  public Drawn draw(SpikeTrain input, PartialImages watcher) {
    long start = System.nanoTime();
    LeakyStage first = hiddenStage();
    LeakyStage second = decoderStage();
    SpikeTrain.Builder spikes = SpikeTrain.builder(input.timeSteps(), 1, spec.latentSize());
    float[] counts = new float[spec.image().values()];
    long latentNanos = 0;
    NetworkActivity activity;
    int step = 0;
    boolean wanted;
    do {
      long stepStart = System.nanoTime();
      float[] now = hiddenSpikes(first, input.step(step, 0), 1);
      add(now, step, spikes);
      latentNanos += System.nanoTime() - stepStart;
      float[] fired = counts(second, now, 1);
      for (int i = 0; i < counts.length; i++) {
        counts[i] += fired[i];
      }
      step++;
      activity = during(first, step).and(during(second, step));
      wanted = watcher.show(new PartialImage(step - 1, image(counts), activity));
    } while (wanted && step < input.timeSteps());
    SpikeTrain seen = spikes.build();
    return drawn(counts, seen.first(step), activity, start, latentNanos, System.nanoTime());
  }

  /** The hidden spikes of input spikes. */
  public Latent latent(SpikeTrain input) {
    LeakyStage stage = hiddenStage();
    int steps = input.timeSteps();
    float[] spikes = hiddenSpikes(stage, input.toFloats(), steps);
    return new Latent(SpikeTrain.of(spikes, steps, 1, spec.latentSize()), during(stage, steps));
  }

  /**
   * The image of given hidden spikes.
   *
   * @param latent {@code [steps, 1, D]}
   */
  public GeneratedImage decode(SpikeTrain latent) {
    long start = System.nanoTime();
    LeakyStage decoder = decoderStage();
    int steps = latent.timeSteps();
    float[] counts = counts(decoder, latent.toFloats(), steps);
    return new GeneratedImage(
        image(counts), during(decoder, steps), new StageTimes(0, System.nanoTime() - start));
  }

  /**
   * Hidden spikes.
   *
   * @param spikes {@code [steps, 1, D]}
   * @param activity of the layers that led to them
   */
  public record Latent(SpikeTrain spikes, NetworkActivity activity) {}

  /**
   * An image and what it came from.
   *
   * @param image with the activity of all layers
   * @param hidden spikes of the steps that were taken, {@code [steps, 1, D]}
   * @param counts spikes of every pixel, {@code [C, H, W]}; not copied
   */
  public record Drawn(GeneratedImage image, SpikeTrain hidden, float[] counts) {}

  private Drawn drawn(
      float[] counts,
      SpikeTrain hidden,
      NetworkActivity activity,
      long start,
      long latentNanos,
      long end) {
    StageTimes times = new StageTimes(latentNanos, end - start - latentNanos);
    Image image = image(counts);
    return new Drawn(new GeneratedImage(image, activity, times), hidden, counts);
  }

  private LeakyStage hiddenStage() {
    return new LeakyStage(graphs, hidden, "spikes_in");
  }

  private LeakyStage decoderStage() {
    return new LeakyStage(graphs, GraphRole.DECODER, "latent");
  }

  private float[] hiddenSpikes(LeakyStage stage, float[] input, int steps) {
    float[] spikes = stage.run(input, steps).floats("spikes_out").data();
    if (spikes.length != steps * spec.latentSize()) {
      throw graphs.unusable("its hidden spikes are not of the latent size " + spec.latentSize());
    }
    return spikes;
  }

  private float[] counts(LeakyStage decoder, float[] latent, int steps) {
    float[] counts = decoder.run(latent, steps).floats("image").data();
    if (counts.length != spec.image().values()) {
      throw graphs.unusable("its decoder's images are not of the size " + spec.image());
    }
    return counts;
  }

  private NetworkActivity during(LeakyStage stage, int steps) {
    return stage.activity().during(steps, spec.timeSteps());
  }

  private Image image(float[] counts) {
    ImageSpec of = spec.image();
    return Image.of(
        of.channels(), of.height(), of.width(), Brightness.ofCounts(counts), of.range());
  }

  private static void add(float[] spikes, int step, SpikeTrain.Builder train) {
    for (int d = 0; d < spikes.length; d++) {
      if (spikes[d] != 0) {
        train.fire(step, 0, d);
      }
    }
  }
}
