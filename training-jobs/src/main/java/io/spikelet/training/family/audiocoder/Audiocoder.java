package io.spikelet.training.family.audiocoder;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Spectrograms;
import io.spikelet.training.dataset.Split;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingPlan;

/** The door to this family. */
public final class Audiocoder implements TrainingFamily {

  @Override
  public double learningRate(Settings settings) {
    return 5e-5;
  }

  @Override
  public Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.asStored(data);
  }

  @Override
  public ImageSet open(DatasetSource source, Split split, Settings settings) {
    AudiocoderSettings own = AudiocoderSettings.from(settings);
    return Spectrograms.of(source.openSounds(split, own.selection()), own.frontEnd());
  }

  @Override
  public Examples examples(DatasetSource source, Split split, Settings settings) {
    return new Examples.Sounds(
        source.openSounds(split, AudiocoderSettings.from(settings).selection()));
  }

  @Override
  public Trainable create(Settings settings, TrainingPlan plan, Surroundings surroundings) {
    return AudiocoderTraining.create(settings, plan, surroundings);
  }
}
