package io.spikelet.runtime.generator;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelPackage;
import java.util.List;

/**
 * A loaded model package.
 *
 * <p>Thread-safe. Every batch method returns one result per task, in the order of the tasks, and
 * the result of a task has the same bits whatever else is in the batch, on whichever thread it
 * runs: batching is the caller's free choice. Batches of any size are accepted; a model works
 * through a large one in pieces, so that its working memory stays bounded.
 *
 * <p>A method that the package does not offer throws {@link UnsupportedCapabilityException}. A task
 * that breaks the {@linkplain TaskRules rules} fails the whole batch: callers that mix the tasks of
 * several users check each with {@code TaskRules} first.
 */
public interface ImageModel extends AutoCloseable {

  /** The package that this model was loaded from. */
  ModelPackage modelPackage();

  /**
   * An estimate of the memory that this model holds and needs while it works, in bytes: what a
   * memory budget should count for it.
   */
  long memoryBytes();

  /**
   * Draws images from the model's prior.
   *
   * @throws UnsupportedCapabilityException if the package does not generate
   * @throws UnknownParameterException if a task has a parameter that the family does not know
   */
  default List<GeneratedImage> generate(List<GenerateTask> tasks) {
    throw unsupported(Capability.GENERATE);
  }

  /**
   * Draws images from the model's prior step by step, each shown as it comes about.
   *
   * @throws UnsupportedCapabilityException if the package does not generate, or not in steps
   * @throws UnknownParameterException if a task has a parameter that the family does not know
   */
  default List<GeneratedImage> generateStepwise(List<StepwiseTask<GenerateTask>> tasks) {
    throw unsupported(Capability.GENERATE);
  }

  /**
   * Encodes images to latent spikes and decodes them again.
   *
   * @throws UnsupportedCapabilityException if the package does not reconstruct
   */
  default List<Reconstruction> reconstruct(List<ReconstructTask> tasks) {
    throw unsupported(Capability.RECONSTRUCT);
  }

  /**
   * Encodes images and decodes them step by step, each shown as it comes about.
   *
   * @throws UnsupportedCapabilityException if the package does not reconstruct, or not in steps
   * @throws UnknownParameterException if a task has a parameter that the family does not know
   */
  default List<Reconstruction> reconstructStepwise(List<StepwiseTask<ReconstructTask>> tasks) {
    throw unsupported(Capability.RECONSTRUCT);
  }

  /**
   * Makes images of sounds.
   *
   * @throws UnsupportedCapabilityException if the package does not listen
   * @throws UnknownParameterException if a task has a parameter that the family does not know
   */
  default List<SoundImage> audioToImage(List<SoundTask> tasks) {
    throw unsupported(Capability.AUDIO_TO_IMAGE);
  }

  /**
   * Makes images of sounds step by step, each shown as it comes about.
   *
   * @throws UnsupportedCapabilityException if the package does not listen, or not in steps
   * @throws UnknownParameterException if a task has a parameter that the family does not know
   */
  default List<SoundImage> audioToImageStepwise(List<StepwiseTask<SoundTask>> tasks) {
    throw unsupported(Capability.AUDIO_TO_IMAGE);
  }

  /**
   * Latent spike trains of sounds.
   *
   * @throws UnsupportedCapabilityException if the package does not listen, or returns no latents
   */
  default List<LatentSpikes> latentsOfSounds(List<SoundTask> tasks) {
    boolean listens = modelPackage().spec().offers(Capability.AUDIO_TO_IMAGE);
    throw unsupported(listens ? Capability.LATENTS : Capability.AUDIO_TO_IMAGE);
  }

  /**
   * Latent spike trains of images, or of the prior where a task has no image.
   *
   * @throws UnsupportedCapabilityException if the package does not return latents
   */
  default List<LatentSpikes> latents(List<LatentTask> tasks) {
    throw unsupported(Capability.LATENTS);
  }

  /**
   * Decodes given latent spike trains.
   *
   * @throws UnsupportedCapabilityException if the package does not decode
   * @throws SpikeTrainSizeException if a spike train has the wrong size
   */
  default List<GeneratedImage> decode(List<DecodeTask> tasks) {
    throw unsupported(Capability.DECODE);
  }

  /**
   * Classifies images of any size.
   *
   * @throws UnsupportedCapabilityException if the package does not classify
   */
  default List<Classification> classify(List<Image> images) {
    throw unsupported(Capability.CLASSIFY);
  }

  /** Frees the native memory. Later calls of the batch methods fail. */
  @Override
  void close();

  private UnsupportedCapabilityException unsupported(Capability capability) {
    return new UnsupportedCapabilityException(
        modelPackage().ref(), modelPackage().spec(), capability);
  }
}
