package io.spikelet.training.backbone;

import java.util.List;

/**
 * Sizes of the convolutional backbone (ESVAE section IV, reference section 3).
 *
 * <p>Each encoder stage halves the image by a stride of 2 until 2x2 positions are left; the decoder
 * mirrors it and ends in two layers of the first width at full size.
 *
 * @param imageChannels channels of the image
 * @param imageSize height and width of the image: 32 (four stages) or 64 (five)
 * @param widths channels of the encoder's stages, first to last
 * @param latentSize number of latent neurons
 * @param timeSteps number of time steps
 */
public record BackboneShape(
    int imageChannels, int imageSize, List<Integer> widths, int latentSize, int timeSteps) {

  /** Height and width behind the last encoder stage. */
  static final int INNERMOST = 2;

  public BackboneShape {
    widths = List.copyOf(widths);
    require(imageChannels >= 1, "imageChannels must be at least 1, not " + imageChannels);
    require(latentSize >= 1, "latentSize must be at least 1, not " + latentSize);
    require(timeSteps >= 1, "timeSteps must be at least 1, not " + timeSteps);
    require(
        widths.size() >= 2 && imageSize == INNERMOST << widths.size(),
        "%d stages halve an image of %d to %d, not to 2"
            .formatted(widths.size(), imageSize, imageSize >> widths.size()));
    require(
        widths.stream().allMatch(width -> width >= 1), "widths must be at least 1, not " + widths);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The published network for images of the given size: 32 ("small") or 64 ("large"). */
  public static BackboneShape published(
      int imageChannels, int imageSize, int latentSize, int timeSteps) {
    List<Integer> widths =
        switch (imageSize) {
          case 32 -> List.of(32, 64, 128, 256);
          case 64 -> List.of(32, 64, 128, 256, 512);
          default ->
              throw new IllegalArgumentException("imageSize must be 32 or 64, not " + imageSize);
        };
    return new BackboneShape(imageChannels, imageSize, widths, latentSize, timeSteps);
  }

  /** Values of one image behind the last encoder stage, the fully connected layers' width. */
  public int flattened() {
    return widths.getLast() * INNERMOST * INNERMOST;
  }
}
