package io.spikelet.runtime.model;

/** What a package can be asked for; each is one operation of the HTTP interface. */
public enum Capability {
  /** Image from a seed alone. */
  GENERATE("generate"),
  /** Image to image through the latent code. */
  RECONSTRUCT("reconstruct"),
  /** Latent spike train to image. */
  DECODE("decode"),
  /** Image or seed to latent spike train. */
  LATENTS("latents"),
  /** Sound to image. */
  AUDIO_TO_IMAGE("audio-to-image"),
  /** Image to label. */
  CLASSIFY("classify");

  private final String id;

  Capability(String id) {
    this.id = id;
  }

  /** The name in {@code spikelet.json} and in HTTP answers. */
  public String id() {
    return id;
  }
}
