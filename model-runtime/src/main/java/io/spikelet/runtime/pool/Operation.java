package io.spikelet.runtime.pool;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.DecodeTask;
import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.LatentSpikes;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.image.Image;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One batch method of a model. Jobs share a batch only within one operation, and an operation is
 * the same only if it is the same object in {@code run}: keep operations in constants.
 *
 * @param name for metrics and messages
 * @param run a model and inputs to as many results, in the inputs' order
 * @param <I> an input
 * @param <O> its result
 */
public record Operation<I, O>(String name, BiFunction<ImageModel, List<I>, List<O>> run) {

  /** Image from a seed. */
  public static final Operation<GenerateTask, GeneratedImage> GENERATE =
      new Operation<>("generate", ImageModel::generate);

  /** Image from a seed, shown step by step. */
  public static final Operation<StepwiseTask<GenerateTask>, GeneratedImage> GENERATE_STEPWISE =
      new Operation<>("generate", ImageModel::generateStepwise);

  /** Image to image. */
  public static final Operation<ReconstructTask, Reconstruction> RECONSTRUCT =
      new Operation<>("reconstruct", ImageModel::reconstruct);

  /** Image to image, shown step by step. */
  public static final Operation<StepwiseTask<ReconstructTask>, Reconstruction>
      RECONSTRUCT_STEPWISE = new Operation<>("reconstruct", ImageModel::reconstructStepwise);

  /** Sound to image. */
  public static final Operation<SoundTask, SoundImage> AUDIO_TO_IMAGE =
      new Operation<>("audio-to-image", ImageModel::audioToImage);

  /** Sound to image, shown step by step. */
  public static final Operation<StepwiseTask<SoundTask>, SoundImage> AUDIO_TO_IMAGE_STEPWISE =
      new Operation<>("audio-to-image", ImageModel::audioToImageStepwise);

  /** Sound to latent spike train. */
  public static final Operation<SoundTask, LatentSpikes> LATENTS_OF_SOUNDS =
      new Operation<>("latents", ImageModel::latentsOfSounds);

  /** Image or seed to latent spike train. */
  public static final Operation<LatentTask, LatentSpikes> LATENTS =
      new Operation<>("latents", ImageModel::latents);

  /** Latent spike train to image. */
  public static final Operation<DecodeTask, GeneratedImage> DECODE =
      new Operation<>("decode", ImageModel::decode);

  /** Image to label. */
  public static final Operation<Image, Classification> CLASSIFY =
      new Operation<>("classify", ImageModel::classify);
}
