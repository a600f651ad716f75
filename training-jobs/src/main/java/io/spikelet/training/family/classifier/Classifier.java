package io.spikelet.training.family.classifier;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class Classifier implements TrainingFamily {

  private static final int PUBLISHED_SIZE = 28;

  @Override
  public double learningRate(Settings settings) {
    return 0.002;
  }

  @Override
  public Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.of(data, imageSize(settings));
  }

  private static int imageSize(Settings settings) {
    return settings.integer("image-size", PUBLISHED_SIZE);
  }

  /**
   * Makes a classifier with fresh weights.
   *
   * @throws RunException if the data has no classes, or the image size does not suit the network
   */
  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    int classes = surroundings.labels().size();
    if (classes < 2) {
      throw new RunException("a classifier needs data of two or more classes, this has " + classes);
    }
    int side = imageSize(settings);
    if (side < 4 || side % 4 != 0) {
      throw new RunException("setting image-size must be a multiple of 4, not " + side);
    }
    ClassifierShape shape = new ClassifierShape(surroundings.channels(), side, side, classes);
    return new ClassifierTraining(shape, plan.seed(), plan.validationImages());
  }
}
