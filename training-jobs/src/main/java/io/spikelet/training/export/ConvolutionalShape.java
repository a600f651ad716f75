package io.spikelet.training.export;

import java.util.ArrayList;
import java.util.List;

/**
 * Sizes of the convolutional encoder and decoder that several families share, read from their
 * weights. The small network has four encoder levels for 32x32 pictures, the large one five for
 * 64x64; any number of channels and of latent neurons.
 *
 * @param timeSteps T
 * @param imageChannels of the pictures
 * @param latentSize D
 * @param encoderChannels output channels of {@code encoder.0}, {@code encoder.1}, ...
 * @param decoderChannels channels of {@code decoder_input}, then outputs of {@code decoder.0}, ...
 *     and {@code final_layer.0}
 */
record ConvolutionalShape(
    int timeSteps,
    int imageChannels,
    int latentSize,
    List<Integer> encoderChannels,
    List<Integer> decoderChannels) {

  /** Side of the smallest feature map, between the convolutions and the dense layers. */
  static final int INNERMOST_SIDE = 2;

  static ConvolutionalShape of(NamedWeights weights, int timeSteps) {
    List<Integer> encoder = new ArrayList<>();
    while (weights.has(encoder(encoder.size()) + ".weight")) {
      encoder.add(weights.get(encoder(encoder.size()) + ".weight").size(0));
    }
    List<Integer> decoder = new ArrayList<>();
    while (weights.has(decoder(decoder.size()) + ".weight")) {
      var weight = weights.get(decoder(decoder.size()) + ".weight");
      decoder.add(weight.size(0));
    }
    var doubling = weights.get("final_layer.0.weight");
    decoder.add(doubling.size(0));
    decoder.add(doubling.size(1));
    if (encoder.isEmpty() || decoder.size() != encoder.size() + 1) {
      throw new NamedWeights.UnfitWeightException(
          decoder(Math.max(0, encoder.size() - 1)) + ".weight",
          "does not match: %d encoder levels need %d decoder levels, but there are %d"
              .formatted(encoder.size(), encoder.size() - 1, decoder.size() - 2));
    }
    return new ConvolutionalShape(
        timeSteps,
        weights.get(encoder(0) + ".weight").size(1),
        weights.get("before_latent_layer.weight").size(0),
        List.copyOf(encoder),
        List.copyOf(decoder));
  }

  static String encoder(int level) {
    return "encoder." + level;
  }

  static String decoder(int level) {
    return "decoder." + level;
  }

  /** Height and width of the pictures. */
  int side() {
    return INNERMOST_SIDE << encoderChannels.size();
  }

  int encoderFeatures() {
    return encoderChannels.getLast() * INNERMOST_SIDE * INNERMOST_SIDE;
  }

  int decoderFeatures() {
    return decoderChannels.getFirst() * INNERMOST_SIDE * INNERMOST_SIDE;
  }
}
