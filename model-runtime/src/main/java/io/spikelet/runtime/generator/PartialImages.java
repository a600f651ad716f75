package io.spikelet.runtime.generator;

/** Watches an image come about. */
@FunctionalInterface
public interface PartialImages {

  /** Watches nothing and wants the image to its end. */
  PartialImages NONE = partial -> true;

  /**
   * Called after each step, in order.
   *
   * @return whether to go on; if not, the image stays as it is
   */
  boolean show(PartialImage partial);
}
