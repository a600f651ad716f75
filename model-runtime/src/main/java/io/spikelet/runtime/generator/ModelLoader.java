package io.spikelet.runtime.generator;

import io.spikelet.runtime.engine.EngineException;
import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.annaudiocoder.AnnAudiocoderModel;
import io.spikelet.runtime.generator.annautoencoder.AnnAutoencoderModel;
import io.spikelet.runtime.generator.anngan.AnnGanModel;
import io.spikelet.runtime.generator.annvae.AnnVaeModel;
import io.spikelet.runtime.generator.audiocoder.AudiocoderModel;
import io.spikelet.runtime.generator.classifier.ClassifierModel;
import io.spikelet.runtime.generator.esvae.EsvaeModel;
import io.spikelet.runtime.generator.frechetautoencoder.FrechetAutoencoderModel;
import io.spikelet.runtime.generator.fsvae.FsvaeModel;
import io.spikelet.runtime.generator.spikingautoencoder.SpikingAutoencoderModel;
import io.spikelet.runtime.generator.spikingdiffusion.SpikingDiffusionModel;
import io.spikelet.runtime.generator.ttfsclassifier.TtfsClassifierModel;
import io.spikelet.runtime.generator.spikinggan.SpikingGanModel;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.model.GoldenSample;
import io.spikelet.runtime.model.ModelPackage;
import org.jspecify.annotations.Nullable;

/** Loads packages: chooses the family's code and replays the golden sample. Stateless. */
public final class ModelLoader {

  /** Another processor may round otherwise; by this much, in 8-bit levels, on average. */
  private static final double ALLOWED_LEVELS = 2;

  private ModelLoader() {}

  /**
   * Loads a package with an engine of one thread per run.
   *
   * @return the model; close it to free its native memory
   * @throws UnusablePackageException if the package's graphs are not what its description says, or
   *     cannot be opened or run, or run for longer than the engine's load limit
   * @throws GoldenSampleException if the model does not reproduce its golden sample: the mean
   *     difference is above 2/255 of the value range
   */
  public static ImageModel load(ModelPackage modelPackage) {
    try (OnnxEngine engine = new OnnxEngine()) {
      return load(modelPackage, engine);
    }
  }

  /**
   * As {@link #load(ModelPackage)}, with an engine of one's own, which may be closed afterwards.
   */
  public static ImageModel load(ModelPackage modelPackage, OnnxEngine engine) {
    try {
      return engine.withinLoadLimit(
          () -> replayed(open(modelPackage, engine), modelPackage.spec().golden()));
    } catch (EngineException e) {
      throw new UnusablePackageException(modelPackage.ref(), e);
    }
  }

  /** An estimate of the native memory that a package's model takes; known without loading it. */
  public static long memoryBytes(ModelPackage modelPackage) {
    return ModelGraphs.memoryBytes(modelPackage);
  }

  private static ImageModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return switch (modelPackage.spec().family()) {
      case ESVAE -> EsvaeModel.open(modelPackage, engine);
      case FSVAE -> FsvaeModel.open(modelPackage, engine);
      case SPIKING_DIFFUSION -> SpikingDiffusionModel.open(modelPackage, engine);
      case SPIKING_GAN -> SpikingGanModel.open(modelPackage, engine);
      case ANN_VAE -> AnnVaeModel.open(modelPackage, engine);
      case SPIKING_AUTOENCODER -> SpikingAutoencoderModel.open(modelPackage, engine);
      case AUDIOCODER -> AudiocoderModel.open(modelPackage, engine);
      case ANN_AUTOENCODER -> AnnAutoencoderModel.open(modelPackage, engine);
      case ANN_AUDIOCODER -> AnnAudiocoderModel.open(modelPackage, engine);
      case ANN_GAN -> AnnGanModel.open(modelPackage, engine);
      case CLASSIFIER -> ClassifierModel.open(modelPackage, engine);
      case TTFS_CLASSIFIER -> TtfsClassifierModel.open(modelPackage, engine);
      case FRECHET_AUTOENCODER -> FrechetAutoencoderModel.open(modelPackage, engine);
    };
  }

  private static ImageModel replayed(ImageModel model, @Nullable GoldenSample golden) {
    if (golden != null) {
      try {
        replay(model, golden);
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
    return model;
  }

  private static void replay(ImageModel model, GoldenSample golden) {
    ModelPackage modelPackage = model.modelPackage();
    Image drawn =
        GoldenPicture.draw(model, golden.seed())
            .orElseThrow(
                () ->
                    new UnusablePackageException(
                        modelPackage.ref(), "it has a golden sample, but makes no images"));
    byte[] expected = PngCodec.decode(golden.png()).toHwcBytes();
    byte[] found = drawn.toHwcBytes();
    if (expected.length != found.length) {
      throw new UnusablePackageException(
          modelPackage.ref(), "its golden sample is not of the size of its images");
    }
    long sum = 0;
    for (int i = 0; i < found.length; i++) {
      sum += Math.abs(Byte.toUnsignedInt(found[i]) - Byte.toUnsignedInt(expected[i]));
    }
    double difference = (double) sum / found.length;
    if (difference > ALLOWED_LEVELS) {
      throw new GoldenSampleException(modelPackage.ref(), difference, ALLOWED_LEVELS);
    }
  }
}
