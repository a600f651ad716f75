package io.spikelet.runtime.model;

/** What one graph of a model package computes. */
public enum GraphRole {
  /** Image to spikes. */
  ENCODER,
  /** Encoder spikes to latent spikes, for families whose posterior is a network. */
  POSTERIOR,
  /** Noise to latent firing rates or spikes. */
  PRIOR,
  /** Latent spikes to image. */
  DECODER,
  /** One step of a diffusion process in the latent space. */
  DENOISER,
  /** Latent indices to embedding vectors and back. */
  CODEBOOK,
  /** Sound to latent spikes. */
  AUDIO,
  /** Image to class scores. */
  CLASSIFIER
}
