package io.spikelet.training.family.annautoencoder;

import io.spikelet.training.perceptron.LearningMethod;
import io.spikelet.training.run.Settings;

/**
 * Settings of an ordinary autoencoder beside the training plan's.
 *
 * @param imageSize height and width of the image; the paper has 28
 * @param hiddenSize neurons of the hidden layer; the paper has 196 for MNIST
 * @param method what changes the weights
 */
record AnnAutoencoderSettings(int imageSize, int hiddenSize, LearningMethod method) {

  AnnAutoencoderSettings {
    requireAtLeastOne("image-size", imageSize);
    requireAtLeastOne("hidden-size", hiddenSize);
  }

  static AnnAutoencoderSettings from(Settings settings) {
    return new AnnAutoencoderSettings(
        settings.integer("image-size", 28),
        settings.integer("hidden-size", 196),
        LearningMethod.from(settings));
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
