package io.spikelet.training.family.spikinggan;

import io.spikelet.training.firstspike.FirstSpikeRule;
import io.spikelet.training.firstspike.FirstSpikeSettings;
import io.spikelet.training.run.Settings;
import io.spikelet.training.selection.KeptGenerators;

/**
 * Settings of a Spiking-GAN beside the training plan's.
 *
 * @param imageSize height and width of the image; the paper has 28
 * @param latentSize input neurons of a generator; the paper has 100
 * @param hiddenSize hidden neurons of each network; the paper has 400
 * @param hiddenRate learning rate of the generators' hidden layers in units of their output
 *     layers'. Errors are divided by their sum in every layer and a hidden layer's weights are
 *     large, so that at the same rate they would hardly change
 * @param discriminatorRate learning rate of the discriminators in the same units
 * @param averaging share of the averaged generators that a step leaves, in [0, 1); 0 for the
 *     generators as they are, as published
 * @param initial weights at the beginning, which the paper does not state
 * @param neurons how they fire and learn
 * @param keep which state of a generator is kept
 * @param comparedImages images of each label, generated and real, that decide which one is the best
 */
record SpikingGanSettings(
    int imageSize,
    int latentSize,
    int hiddenSize,
    double hiddenRate,
    double discriminatorRate,
    double averaging,
    Initial initial,
    FirstSpikeSettings neurons,
    KeptGenerators.Choice keep,
    int comparedImages) {

  /** Numbers between which weights are uniform at the beginning. */
  record Uniform(double least, double most) {

    Uniform {
      require(least < most, "weights must be between two numbers, not " + least + " and " + most);
    }

    private static Uniform from(Settings settings, String name, double least, double most) {
      return new Uniform(
          settings.number(name + "-least", least), settings.number(name + "-most", most));
    }
  }

  /**
   * Weights at the beginning.
   *
   * @param noise of a generator's hidden neurons. All inputs fire sooner or later, so only weights
   *     of both signs make the time at which the sum crosses the threshold depend on their order
   * @param pixels of a generator's output neurons
   * @param features of a discriminator's hidden neurons; as S4NN has them
   * @param verdict of a discriminator's output neurons; as S4NN has them
   */
  record Initial(Uniform noise, Uniform pixels, Uniform features, Uniform verdict) {

    private static Initial from(Settings settings) {
      return new Initial(
          Uniform.from(settings, "initial-noise-weights", -40, 44),
          Uniform.from(settings, "initial-pixel-weights", -3, 3.5),
          Uniform.from(settings, "initial-feature-weights", 0, 5),
          Uniform.from(settings, "initial-verdict-weights", 0, 48));
    }
  }

  /** The published rule, but errors also reach silent neurons. */
  private static final FirstSpikeRule RULE =
      new FirstSpikeRule(
          FirstSpikeRule.SPIKING_GAN.firedBefore(),
          FirstSpikeRule.SPIKING_GAN.silent(),
          FirstSpikeRule.SPIKING_GAN.norm(),
          FirstSpikeRule.SPIKING_GAN.carrying(),
          FirstSpikeRule.Reach.NOT_EARLIER);

  SpikingGanSettings {
    require(imageSize >= 1, "image-size must be at least 1, not " + imageSize);
    require(latentSize >= 1, "latent-size must be at least 1, not " + latentSize);
    require(hiddenSize >= 1, "hidden-size must be at least 1, not " + hiddenSize);
    require(discriminatorRate > 0, "discriminator-rate must be above 0, not " + discriminatorRate);
    require(
        averaging >= 0 && averaging < 1,
        "averaging must be at least 0 and below 1, not " + averaging);
    require(comparedImages >= 2, "compared-images must be at least 2, not " + comparedImages);
    require(
        neurons.rule().carrying() == FirstSpikeRule.Carrying.BEFORE_UPDATE,
        "carrying-weights must be before-update, since both images are judged before weights"
            + " change");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  static SpikingGanSettings from(Settings settings) {
    return new SpikingGanSettings(
        settings.integer("image-size", 28),
        settings.integer("latent-size", 100),
        settings.integer("hidden-size", 400),
        settings.number("hidden-rate", 1),
        settings.number("discriminator-rate", 1),
        settings.number("averaging", 0),
        Initial.from(settings),
        FirstSpikeSettings.from(settings, RULE),
        KeptGenerators.Choice.from(settings),
        settings.integer("compared-images", 500));
  }
}
