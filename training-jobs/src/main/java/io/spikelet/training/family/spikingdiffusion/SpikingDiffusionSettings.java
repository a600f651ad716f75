package io.spikelet.training.family.spikingdiffusion;

import io.spikelet.training.family.spikingdiffusion.AbsorbingDiffusion.Objective;
import io.spikelet.training.run.RunException;
import io.spikelet.training.run.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings of a Spiking-Diffusion model beside the training plan's.
 *
 * @param imageSize height and width of the image; a multiple of 4
 * @param widths channels of the autoencoder's halving stages; published 32, 64
 * @param codeSize values of a codebook vector; published 16
 * @param codes K, vectors in the codebook; published 128
 * @param timeSteps time steps of the autoencoder; published 16
 * @param temporal what the firing rate is mixed with
 * @param reviveEvery after how many training steps codes that were not used are moved to where they
 *     will be; 0 never, as published
 * @param autoencoderEpochs epochs at the start of the run that train the autoencoder; the others
 *     train the denoiser on its code maps
 * @param denoiserWidths channels of the denoiser; published 64, 128, 256, 512, 256
 * @param denoiserTimeSteps time steps of the denoiser; published 16
 * @param objective the denoiser's
 * @param codeOrder how the codes are numbered for the denoiser
 */
record SpikingDiffusionSettings(
    int imageSize,
    List<Integer> widths,
    int codeSize,
    int codes,
    int timeSteps,
    SpikeFeature.Temporal temporal,
    int reviveEvery,
    int autoencoderEpochs,
    List<Integer> denoiserWidths,
    int denoiserTimeSteps,
    Objective objective,
    CodeOrder codeOrder) {

  SpikingDiffusionSettings {
    require(reviveEvery >= 0, "revive-every must be at least 0, not " + reviveEvery);
    require(
        autoencoderEpochs >= 0, "autoencoder-epochs must be at least 0, not " + autoencoderEpochs);
    require(
        denoiserWidths.size() >= 3 && denoiserWidths.stream().allMatch(width -> width >= 1),
        "denoiser-widths must be three or more numbers of at least 1, not " + denoiserWidths);
    require(
        denoiserTimeSteps >= 2, "denoiser-time-steps must be at least 2, not " + denoiserTimeSteps);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  VqSvaeShape shape(int imageChannels) {
    return new VqSvaeShape(imageChannels, imageSize, widths, codeSize, codes, timeSteps);
  }

  static SpikingDiffusionSettings from(Settings settings) {
    return new SpikingDiffusionSettings(
        settings.integer("image-size", 28),
        numbers(settings, "widths", "32,64"),
        settings.integer("code-size", 16),
        settings.integer("codes", 128),
        settings.integer("time-steps", 16),
        settings.choice("temporal-feature", SpikeFeature.Temporal.MEMBRANE),
        settings.integer("revive-every", 100),
        settings.integer("autoencoder-epochs", 3),
        numbers(settings, "denoiser-widths", "64,128,256,512,256"),
        settings.integer("denoiser-time-steps", 16),
        settings.choice("objective", Objective.REWEIGHTED),
        settings.choice("code-order", CodeOrder.PATH));
  }

  private static List<Integer> numbers(Settings settings, String name, String otherwise) {
    String text = settings.text(name, otherwise);
    try {
      return Arrays.stream(text.split(",", -1))
          .map(String::strip)
          .map(Integer::valueOf)
          .collect(Collectors.toUnmodifiableList());
    } catch (NumberFormatException e) {
      throw new RunException(
          "setting %s must be whole numbers with commas between, not '%s'".formatted(name, text),
          e);
    }
  }
}
