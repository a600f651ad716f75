package io.spikelet.training.evaluation;

import io.spikelet.runtime.energy.EnergyProfile;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.TaskParameters;
import io.spikelet.runtime.latent.ImageSeed;
import java.util.HashMap;
import java.util.Map;

/**
 * What an evaluation measures and how.
 *
 * @param seed test image i is reconstructed with the random stream (seed, i)
 * @param testImages how many test images, from the first on; 0 for all
 * @param samples how many images are generated: sample k with the random stream (k, 0)
 * @param confidence the largest softmax probability above which an image counts as readable
 * @param threads batches computed at the same time
 * @param batch images a batch; has no influence on any number
 * @param energy what operations cost
 * @param comparedImages how many images are generated to be compared with the test images as a
 *     whole: sample k with the random stream (k, 0)
 * @param drawing parameters of all generated images
 */
public record EvaluationSettings(
    long seed,
    int testImages,
    int samples,
    double confidence,
    int threads,
    int batch,
    EnergyProfile energy,
    int comparedImages,
    TaskParameters drawing) {

  /** As published: 20 batches of 256. */
  public static final int PUBLISHED_COMPARED_IMAGES = 5120;

  /** With as many compared images as published. */
  public EvaluationSettings(
      long seed,
      int testImages,
      int samples,
      double confidence,
      int threads,
      int batch,
      EnergyProfile energy) {
    this(
        seed,
        testImages,
        samples,
        confidence,
        threads,
        batch,
        energy,
        PUBLISHED_COMPARED_IMAGES,
        TaskParameters.NONE);
  }

  /** Checks the numbers. */
  public EvaluationSettings {
    require(seed >= 0 && seed <= ImageSeed.MAX_SEED, "seed", "0 to 2^53 - 1", seed);
    require(testImages >= 0, "testImages", "0 (all) or more", testImages);
    require(samples >= 1, "samples", "1 or more", samples);
    require(confidence > 0 && confidence < 1, "confidence", "between 0 and 1", confidence);
    require(threads >= 1, "threads", "1 or more", threads);
    require(batch >= 1, "batch", "1 or more", batch);
    require(comparedImages >= 2, "comparedImages", "2 or more", comparedImages);
  }

  /** All test images with seed 0, 1,000 samples, confidence 0.9, all cores. */
  public static EvaluationSettings standard(EnergyProfile energy) {
    return new EvaluationSettings(
        0, 0, 1000, 0.9, Runtime.getRuntime().availableProcessors(), 25, energy);
  }

  /** The same with fewer images. */
  public EvaluationSettings limitedTo(int newTestImages, int newSamples) {
    return new EvaluationSettings(
        seed,
        newTestImages,
        newSamples,
        confidence,
        threads,
        batch,
        energy,
        comparedImages,
        drawing);
  }

  /** The same with another number of generated images to compare. */
  public EvaluationSettings comparing(int newComparedImages) {
    return new EvaluationSettings(
        seed, testImages, samples, confidence, threads, batch, energy, newComparedImages, drawing);
  }

  /** The same with images generated otherwise, for example at another temperature. */
  public EvaluationSettings drawing(TaskParameters parameters) {
    return new EvaluationSettings(
        seed, testImages, samples, confidence, threads, batch, energy, comparedImages, parameters);
  }

  /** Sample k. */
  GenerateTask sample(int k) {
    return new GenerateTask(new ImageSeed(k, 0), drawing);
  }

  /** Sample k, as a label. */
  GenerateTask sample(int k, String label) {
    Map<String, String> values = new HashMap<>(drawing.values());
    values.put(TaskParameters.LABEL, label);
    return new GenerateTask(new ImageSeed(k, 0), new TaskParameters(values));
  }

  private static void require(boolean holds, String name, String allowed, Number value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, not %s".formatted(name, allowed, value));
    }
  }
}
