package io.spikelet.training.family.classifier;

import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class Classifier implements TrainingFamily {

  private static final int PUBLISHED_SIZE = 28;

  @Override
  public double learningRate() {
    return 0.002;
  }

  @Override
  public int imageSize(Settings settings) {
    return settings.integer("image-size", PUBLISHED_SIZE);
  }

  /**
   * Makes a classifier with fresh weights.
   *
   * @throws RunException if the data has no classes, or the image size does not suit the network
   */
  @Override
  public Trainable create(Settings settings, TrainingPlan plan, int channels, int classes) {
    if (classes < 2) {
      throw new RunException("a classifier needs data of two or more classes, this has " + classes);
    }
    int side = imageSize(settings);
    if (side < 4 || side % 4 != 0) {
      throw new RunException("setting image-size must be a multiple of 4, not " + side);
    }
    ClassifierShape shape = new ClassifierShape(channels, side, side, classes);
    return new ClassifierTraining(shape, plan.seed(), plan.validationImages());
  }
}
