package io.spikelet.training.cli;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Split;
import io.spikelet.training.family.Families;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.Arrays;
import java.util.List;

/** What the settings of a run mean: family, plan, data. */
record OpenedRun(
    Settings settings,
    ModelFamily family,
    TrainingPlan plan,
    DatasetSource source,
    Preprocessing preprocessing) {

  static final String FAMILY = "family";
  static final String DATA = "data";
  static final String DATA_DIGEST = "data-digest";

  static OpenedRun of(Settings settings) {
    ModelFamily family = family(settings.text(FAMILY, ""));
    TrainingFamily trained = Families.of(family);
    DatasetSource source = DatasetSource.parse(settings.text(DATA, ""));
    settings.text(DATA_DIGEST, "");
    Origin.of(settings); // Takes its settings, which are then known.
    return new OpenedRun(
        settings,
        family,
        TrainingPlan.from(settings, trained.learningRate(settings)),
        source,
        trained.preprocessing(source.name(), settings));
  }

  private static ModelFamily family(String id) {
    return Arrays.stream(ModelFamily.values())
        .filter(known -> known.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new RunException(
                    "--family must be one of %s, not '%s'"
                        .formatted(
                            Arrays.stream(ModelFamily.values()).map(ModelFamily::id).toList(),
                            id)));
  }

  ImageSet images(Split split) {
    return Families.of(family).open(source, split, settings);
  }

  /** What the finished model is measured on. */
  Examples test() {
    return Families.of(family).examples(source, Split.TEST, settings);
  }

  /** A network with fresh weights; all settings are taken now, so an unknown one is found. */
  Trainable network(int channels, List<String> labels, RegistryOption registry) {
    Surroundings surroundings =
        new Surroundings(channels, labels, ref -> registry.open().pull(ModelRef.parse(ref)));
    Trainable network = Families.of(family).create(settings, plan, surroundings);
    settings.requireNothingLeft();
    return network;
  }

  /** Keeps the digest of the data with the run, and refuses to continue it with other data. */
  void pin(ImageSet training) {
    String known = settings.text(DATA_DIGEST, "");
    if (!known.isEmpty() && !known.equals(training.digest())) {
      throw new RunException(
          "the images in %s are not those that the run was started with".formatted(source));
    }
    settings.set(DATA_DIGEST, training.digest());
  }
}
