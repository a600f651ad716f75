package io.spikelet.runtime.model;

/** What one graph of a model package computes. */
public enum GraphRole {
  /** Image to spikes, or to the distribution of a latent code. */
  ENCODER,
  /** Encoder spikes to latent spikes, for families whose posterior is a network. */
  POSTERIOR,
  /** Noise to latent firing rates or spikes. */
  PRIOR,
  /** Latent spikes, or a latent code, to image. */
  DECODER,
  /**
   * The decoder's network again, one time step a run: the latent spikes of that step and the
   * neurons' state to the image so far and the state after. Its layers are the decoder's.
   */
  DECODER_STEP,
  /** One step of a diffusion process in the latent space. */
  DENOISER,
  /** Latent indices to embedding vectors and back. */
  CODEBOOK,
  /** Sound to latent spikes, or to a latent code. */
  AUDIO,
  /** Image to class scores, or to the times at which the classes' neurons fire. */
  CLASSIFIER,
  /** Image to features, a code that can also be decoded; each image's row is its own. */
  FEATURES,
  /**
   * The same network again, normalised with the statistics of the images that it is run on, so that
   * each row depends on all of them. Its layers are those of the features.
   */
  FEATURES_BATCH;

  /** The role under which the layer table lists this graph's layers. */
  public GraphRole listed() {
    return switch (this) {
      case DECODER_STEP -> DECODER;
      case FEATURES_BATCH -> FEATURES;
      case ENCODER, POSTERIOR, PRIOR, DECODER, DENOISER, CODEBOOK, AUDIO -> this;
      case CLASSIFIER, FEATURES -> this;
    };
  }
}
