package io.spikelet.training.trainer;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Split;
import io.spikelet.training.run.Settings;
import java.util.List;

/** What a model family supplies to be trained. */
public interface TrainingFamily {

  /** The base learning rate where the settings name none. */
  double learningRate(Settings settings);

  /** What happens to the data's pictures before the network sees them. */
  Preprocessing preprocessing(DatasetName data, Settings settings);

  /** Reads what the network learns from, as pictures. */
  default ImageSet open(DatasetSource source, Split split, Settings settings) {
    return source.open(split, preprocessing(source.name(), settings));
  }

  /** Reads what the finished model is measured on. */
  default Examples examples(DatasetSource source, Split split, Settings settings) {
    return new Examples.Pictures(open(source, split, settings));
  }

  /** Makes a network with fresh weights; takes its settings. */
  Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings);

  /**
   * What a network is made for.
   *
   * @param channels channels of the images
   * @param labels names of the data's classes; none if it has none
   * @param packages published models
   */
  record Surroundings(int channels, List<String> labels, PackageSource packages) {}
}
