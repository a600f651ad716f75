package io.spikelet.training.family;

import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.training.family.annaudiocoder.AnnAudiocoder;
import io.spikelet.training.family.annautoencoder.AnnAutoencoder;
import io.spikelet.training.family.anngan.AnnGan;
import io.spikelet.training.family.annvae.AnnVae;
import io.spikelet.training.family.audiocoder.Audiocoder;
import io.spikelet.training.family.classifier.Classifier;
import io.spikelet.training.family.esvae.Esvae;
import io.spikelet.training.family.frechetautoencoder.FrechetAutoencoder;
import io.spikelet.training.family.fsvae.Fsvae;
import io.spikelet.training.family.spikingautoencoder.SpikingAutoencoder;
import io.spikelet.training.family.spikingdiffusion.SpikingDiffusion;
import io.spikelet.training.family.spikinggan.SpikingGan;
import io.spikelet.training.family.ttfsclassifier.TtfsClassifier;
import io.spikelet.training.trainer.TrainingFamily;

/** Finds the code that trains a family. */
public final class Families {

  private Families() {}

  /** The given family's door. */
  public static TrainingFamily of(ModelFamily family) {
    return switch (family) {
      case ESVAE -> new Esvae();
      case FSVAE -> new Fsvae();
      case SPIKING_DIFFUSION -> new SpikingDiffusion();
      case SPIKING_GAN -> new SpikingGan();
      case ANN_VAE -> new AnnVae();
      case SPIKING_AUTOENCODER -> new SpikingAutoencoder();
      case AUDIOCODER -> new Audiocoder();
      case ANN_AUTOENCODER -> new AnnAutoencoder();
      case ANN_AUDIOCODER -> new AnnAudiocoder();
      case ANN_GAN -> new AnnGan();
      case CLASSIFIER -> new Classifier();
      case TTFS_CLASSIFIER -> new TtfsClassifier();
      case FRECHET_AUTOENCODER -> new FrechetAutoencoder();
    };
  }
}
