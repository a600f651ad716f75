package io.spikelet.training.family.spikingdiffusion;

import java.util.List;

/**
 * Sizes of the VQ-SVAE (Spiking-Diffusion, section "VQ-SVAE"; layers from its published code).
 *
 * @param imageChannels channels of the image
 * @param imageSize height and width of the image; a multiple of 4, since two stages halve it
 * @param widths channels of the two halving stages; the decoder mirrors them
 * @param codeSize channels of the code map, values of a codebook vector
 * @param codes K, vectors in the codebook
 * @param timeSteps number of time steps
 */
record VqSvaeShape(
    int imageChannels,
    int imageSize,
    List<Integer> widths,
    int codeSize,
    int codes,
    int timeSteps) {

  private static final int HALVINGS = 2;

  VqSvaeShape {
    widths = List.copyOf(widths);
    require(
        imageSize >= 4 && imageSize % 4 == 0,
        "image-size must be a multiple of 4, not " + imageSize);
    require(
        widths.size() == HALVINGS && widths.stream().allMatch(width -> width >= 1),
        "widths must be two numbers of at least 1, not " + widths);
    require(codeSize >= 1, "code-size must be at least 1, not " + codeSize);
    require(codes >= 2, "codes must be at least 2, not " + codes);
    require(timeSteps >= 2, "time-steps must be at least 2, not " + timeSteps);
  }

  /** The published network for images of the given size. */
  static VqSvaeShape published(int imageChannels, int imageSize) {
    return new VqSvaeShape(imageChannels, imageSize, List.of(32, 64), 16, 128, 16);
  }

  /** Height and width of the code map. */
  int side() {
    return imageSize >> HALVINGS;
  }

  /** Positions of the code map. */
  int positions() {
    return side() * side();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
