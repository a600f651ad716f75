package io.spikelet.training.family.spikingdiffusion;

import java.util.stream.IntStream;

/**
 * In which order the codebook stands when the denoiser begins to learn.
 *
 * <p>The denoiser reads codes as plain numbers, so it can tell them apart the better the more alike
 * neighbouring numbers are. Exchanging two codes changes nothing else: the autoencoder's images are
 * the same.
 */
enum CodeOrder {
  /** As the autoencoder happened to learn them: the published code's. */
  LEARNT {
    @Override
    int[] of(float[][] vectors) {
      return IntStream.range(0, vectors.length).toArray();
    }
  },

  /** Along a short path through all vectors, so that neighbours are alike. */
  PATH {
    @Override
    int[] of(float[][] vectors) {
      return ShortPath.through(vectors);
    }
  };

  /**
   * Which code comes first, second, ...
   *
   * @param vectors {@code [K, C]}
   */
  abstract int[] of(float[][] vectors);
}
