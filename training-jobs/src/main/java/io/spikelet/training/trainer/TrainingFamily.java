package io.spikelet.training.trainer;

import io.spikelet.training.run.Settings;

/** What a model family supplies to be trained. */
public interface TrainingFamily {

  /** The base learning rate where the settings name none. */
  double learningRate();

  /** Height and width of the images that the network will take. */
  int imageSize(Settings settings);

  /**
   * Makes a network with fresh weights; takes its settings.
   *
   * @param channels channels of the images
   * @param classes number of classes of the data; 0 if it has none
   */
  Trainable create(Settings settings, TrainingPlan plan, int channels, int classes);
}
