package io.spikelet.runtime.generator;

import io.spikelet.runtime.model.ModelRef;

/** A model that sees was given a sound, or one that listens an image. */
public final class UnsuitableInputException extends RuntimeException {

  private final transient ModelRef ref;

  private UnsuitableInputException(ModelRef ref, String sentence) {
    super("model %s %s".formatted(ref, sentence));
    this.ref = ref;
  }

  static UnsuitableInputException image(ModelRef ref) {
    return new UnsuitableInputException(
        ref, "listens: its latent spikes come from sounds, but this is an image");
  }

  static UnsuitableInputException sound(ModelRef ref) {
    return new UnsuitableInputException(
        ref, "does not listen: its latent spikes come from images, but this is a sound");
  }

  public ModelRef ref() {
    return ref;
  }
}
