package io.spikelet.training.pairing;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Spectrograms;
import io.spikelet.training.dataset.Split;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.TrainingFamily;

/** A family that learns from sounds. */
public abstract class ListeningFamily implements TrainingFamily {

  private final ModelFamily autoencoders;

  /**
   * A family.
   *
   * @param autoencoders family of the autoencoders that it builds on
   */
  protected ListeningFamily(ModelFamily autoencoders) {
    this.autoencoders = autoencoders;
  }

  @Override
  public final Preprocessing preprocessing(DatasetName data, Settings settings) {
    return Preprocessing.asStored(data);
  }

  @Override
  public final ImageSet open(DatasetSource source, Split split, Settings settings) {
    ListeningSettings own = ListeningSettings.from(settings, autoencoders);
    return Spectrograms.of(source.openSounds(split, own.selection()), own.frontEnd());
  }

  @Override
  public final Examples examples(DatasetSource source, Split split, Settings settings) {
    ListeningSettings own = ListeningSettings.from(settings, autoencoders);
    return new Examples.Sounds(source.openSounds(split, own.selection()));
  }
}
