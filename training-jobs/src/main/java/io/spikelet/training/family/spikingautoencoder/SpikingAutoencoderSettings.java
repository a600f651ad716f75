package io.spikelet.training.family.spikingautoencoder;

import io.spikelet.training.run.Settings;
import io.spikelet.training.trace.LeakyNeuron;

/**
 * Settings of a spiking autoencoder beside the training plan's.
 *
 * @param imageSize height and width of the image; the paper has 28
 * @param hiddenSize neurons of the hidden layer; the paper has 196 for MNIST
 * @param timeSteps how long an image is shown, in training and after; the paper has 15 for MNIST
 * @param neuron leak and threshold of all neurons
 * @param masked whether only neurons that fired wrongly learn, as published
 * @param initialGain factor of the initial weights' range {@code 1 / sqrt(inputs)}; 1 is common, a
 *     larger one lets hidden neurons fire from the start
 */
record SpikingAutoencoderSettings(
    int imageSize,
    int hiddenSize,
    int timeSteps,
    LeakyNeuron neuron,
    boolean masked,
    double initialGain) {

  SpikingAutoencoderSettings {
    requireAtLeastOne("image-size", imageSize);
    requireAtLeastOne("hidden-size", hiddenSize);
    requireAtLeastOne("time-steps", timeSteps);
    if (!(initialGain > 0)) {
      throw new IllegalArgumentException("initial-gain must be above 0, not " + initialGain);
    }
  }

  static SpikingAutoencoderSettings from(Settings settings) {
    return new SpikingAutoencoderSettings(
        settings.integer("image-size", 28),
        settings.integer("hidden-size", 196),
        settings.integer("time-steps", 15),
        new LeakyNeuron(
            (float) settings.number("leak", 0.1), (float) settings.number("threshold", 1)),
        settings.flag("mask", true),
        settings.number("initial-gain", 1));
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
