package io.spikelet.runtime.model;

/**
 * The kinds of model that this build can run. Closed on purpose: a new constant does not compile
 * until every switch over families answers for it.
 */
public enum ModelFamily {
  /** Spiking variational autoencoder with an explicit Poisson latent. */
  ESVAE("esvae"),
  /** Spiking variational autoencoder whose latent spikes depend on those before. */
  FSVAE("fsvae"),
  /** Spiking autoencoder with a codebook, and a spiking network that draws code maps. */
  SPIKING_DIFFUSION("spiking-diffusion"),
  /** Generators of neurons that fire at most once, one a label. */
  SPIKING_GAN("spiking-gan"),
  /** Ordinary variational autoencoder, what the spiking ones are compared with. */
  ANN_VAE("ann-vae"),
  /** Autoencoder of spiking neurons that learn to fire as an image's random spikes do. */
  SPIKING_AUTOENCODER("spiking-autoencoder"),
  /** Sound to the hidden spikes of a spiking autoencoder, and those to an image. */
  AUDIOCODER("audiocoder"),
  /** Autoencoder of sigmoid neurons, what the spiking one is compared with. */
  ANN_AUTOENCODER("ann-autoencoder"),
  /** Sound to the hidden values of an ordinary autoencoder, and those to an image. */
  ANN_AUDIOCODER("ann-audiocoder"),
  /**
   * Ordinary generative adversarial network, one a label; what the spiking one is compared with.
   */
  ANN_GAN("ann-gan"),
  /** Convolutional image classifier; judges samples, generates none. */
  CLASSIFIER("classifier"),
  /** Image classifier of neurons that fire at most once; the first output to fire decides. */
  TTFS_CLASSIFIER("ttfs-classifier"),
  /** Ordinary autoencoder whose code describes images; compares samples with data. */
  FRECHET_AUTOENCODER("frechet-autoencoder");

  private final String id;

  ModelFamily(String id) {
    this.id = id;
  }

  /** The name in {@code spikelet.json} and on the command line. */
  public String id() {
    return id;
  }
}
