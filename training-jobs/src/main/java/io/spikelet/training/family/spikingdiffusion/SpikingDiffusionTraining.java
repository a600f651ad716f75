package io.spikelet.training.family.spikingdiffusion;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.latent.CodeUsage;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.runtime.latent.UnmaskingSampler;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.SpikingDiffusionExporter;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.RunException;
import io.spikelet.training.trainer.AutoencoderTraining;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.TrainingPlan;
import io.spikelet.training.trainer.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains a {@link VqSvae}, then a {@link Denoiser} on the code maps of the images, the autoencoder
 * then being left as it is. Code maps are made when they are needed, from neurons at rest; the
 * published code lets a batch begin with the potentials of the one before.
 */
final class SpikingDiffusionTraining extends AutoencoderTraining {

  private static final int CODES_BATCH = 100;

  private final SpikingDiffusionSettings settings;
  private final TrainingPlan plan;
  private final VqSvae autoencoder;
  private final Denoiser denoiser;
  private final AbsorbingDiffusion diffusion;
  private double variance;
  private boolean denoising;

  /** Whether the denoiser knows the codes by the numbers that they have. */
  private boolean continued;

  /** The two networks. */
  private record Networks(VqSvae autoencoder, Denoiser denoiser) {
    State state() {
      return State.join(List.of(autoencoder.state(), denoiser.state()));
    }
  }

  private SpikingDiffusionTraining(
      SpikingDiffusionSettings settings, TrainingPlan plan, ImageSpec image, Networks networks) {
    super(image, networks.state(), plan.validationImages());
    this.settings = settings;
    this.plan = plan;
    this.autoencoder = networks.autoencoder();
    this.denoiser = networks.denoiser();
    this.diffusion = new AbsorbingDiffusion(settings.objective(), autoencoder.shape().positions());
  }

  static SpikingDiffusionTraining create(
      SpikingDiffusionSettings settings, TrainingPlan plan, int channels) {
    if (settings.autoencoderEpochs() > plan.epochs()) {
      throw new RunException(
          "autoencoder-epochs must be at most epochs, which are %d, not %d"
              .formatted(plan.epochs(), settings.autoencoderEpochs()));
    }
    Networks networks =
        fresh(
            plan.seed(),
            () ->
                new Networks(
                    new VqSvae(settings.shape(channels), settings.temporal()),
                    new Denoiser(
                        settings.codes(), settings.denoiserWidths(), settings.denoiserTimeSteps())),
            Networks::state);
    int size = settings.imageSize();
    ImageSpec image = new ImageSpec(channels, size, size, ValueRange.CENTRED_UNIT);
    return new SpikingDiffusionTraining(settings, plan, image, networks);
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    Tensor batch = calibration(images);
    autoencoder.start(published, batch);
    if (published.has("denoiser.0.weight")) {
      Masking masking = masking(autoencoder.codes(batch), stream(0));
      denoiser.start(published, masking.input());
      continued = true;
    }
  }

  @Override
  public void prepare(ImageSet training) {
    variance = PixelVariance.of(training);
  }

  @Override
  public Phase phase(int epoch, int epochs) {
    int first = settings.autoencoderEpochs();
    return epoch < first ? new Phase(0, first) : new Phase(first, epochs - first);
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    double turn = (double) settings.autoencoderEpochs() / plan.epochs();
    denoising = batch.completed() >= turn;
    if (!denoising) {
      return autoencode(batch);
    }
    if (batch.completed() == turn && !continued) {
      renumber();
    }
    autoencoder.state().parameters().forEach(Parameter::freeze);
    return denoise(batch);
  }

  private Map<String, Double> autoencode(Batch batch) {
    VqSvae.Outcome outcome = autoencoder.step(batch.images(), variance);
    CodeUsage usage = autoencoder.codebook().count(outcome.codes());
    if (settings.reviveEvery() > 0 && batch.step() % settings.reviveEvery() == 0) {
      float[] uniforms = stream(batch.step()).uniforms(Purpose.REVIVAL, settings.codes());
      autoencoder.codebook().revive(outcome.feature(), uniforms);
    }
    return Map.of(
        "loss", outcome.loss(),
        "quantisation_loss", outcome.quantisation(),
        "reconstruction_loss", outcome.scaledError(),
        "mse", outcome.error(),
        "codes_in_batch", usage.share(),
        "perplexity_in_batch", usage.perplexity());
  }

  /** Puts the codebook in its order for the denoiser. */
  private void renumber() {
    Tensor vectors = autoencoder.codebook().vectors().value();
    int size = Math.toIntExact(vectors.size(1));
    float[] values = TensorMemory.floats(vectors);
    float[][] rows =
        IntStream.range(0, settings.codes())
            .mapToObj(k -> Arrays.copyOfRange(values, k * size, (k + 1) * size))
            .toArray(float[][]::new);
    int[] order = settings.codeOrder().of(rows);
    for (int k = 0; k < order.length; k++) {
      System.arraycopy(rows[order[k]], 0, values, k * size, size);
    }
    vectors.copy_(TensorMemory.tensor(values, order.length, size));
  }

  private Map<String, Double> denoise(Batch batch) {
    Tensor codes = autoencoder.codes(batch.images());
    Masking masking = masking(codes, stream(batch.step()));
    Tensor logits = denoiser.logits(masking.input(), Mode.TRAIN);
    Tensor leaf = logits.detach().requires_grad_(true);
    Tensor loss = masking.loss(leaf);
    loss.backward();
    denoiser.backward(leaf.grad());
    return Map.of("loss", loss.item_double());
  }

  /** A batch of code maps, masked. */
  private record Masking(
      AbsorbingDiffusion diffusion, Tensor codes, Tensor masked, Tensor time, int mask) {

    Tensor input() {
      return Denoiser.input(codes.masked_fill(masked, new Scalar(mask)), time);
    }

    Tensor loss(Tensor logits) {
      return diffusion.loss(logits, codes, masked, time);
    }
  }

  private Masking masking(Tensor codes, RandomStream stream) {
    int samples = Math.toIntExact(codes.size(0));
    int positions = diffusion.positions();
    float[] uniforms = stream.uniforms(Purpose.MASKING, samples * (1 + positions));
    float[] times = new float[samples];
    for (int i = 0; i < samples; i++) {
      times[i] = 1 + (int) (uniforms[i] * positions);
    }
    Tensor time = TensorMemory.tensor(times, samples);
    float[] draws = Arrays.copyOfRange(uniforms, samples, uniforms.length);
    Tensor places = TensorMemory.tensor(draws, samples, codes.size(1), codes.size(2));
    return new Masking(diffusion, codes, diffusion.masked(places, time), time, settings.codes());
  }

  @Override
  public Map<String, Double> validate(ImageSet images) {
    Map<String, Double> measured = new HashMap<>(super.validate(images));
    int count = validationImages(images);
    double loss = 0;
    CodeUsage usage = CodeUsage.none(settings.codes());
    for (int from = 0; from < count; from += CODES_BATCH) {
      try (PointerScope _ = new PointerScope()) {
        int size = Math.min(CODES_BATCH, count - from);
        Tensor codes = autoencoder.codes(tensors().load(images, from, size));
        usage = usage.plus(autoencoder.codebook().usage(codes));
        if (denoising) {
          Masking masking = masking(codes, stream(from));
          Tensor logits = denoiser.logits(masking.input(), Mode.EVALUATE);
          loss += masking.loss(logits).item_double() * size;
        }
      }
    }
    measured.put("codebook_usage", usage.share());
    measured.put("perplexity", usage.perplexity());
    if (denoising) {
      measured.put("validation_denoising_loss", loss / count);
    }
    return measured;
  }

  @Override
  public Map<String, Image> pictures(ImageSet images) {
    Map<String, Image> pictures = new HashMap<>(super.pictures(images));
    if (denoising) {
      pictures.put("samples", tensors().sheet(samples(TILES)));
    }
    return pictures;
  }

  private Tensor samples(int count) {
    int positions = diffusion.positions();
    List<UnmaskingSampler> samplers =
        IntStream.range(0, count)
            .mapToObj(i -> UnmaskingSampler.of(stream(i), positions, settings.codes(), positions))
            .toList();
    while (!samplers.getFirst().done()) {
      try (PointerScope _ = new PointerScope()) {
        Tensor time = TensorMemory.tensor(times(samplers), count);
        float[] logits =
            TensorMemory.floats(
                denoiser.logits(Denoiser.input(maps(samplers), time), Mode.EVALUATE));
        for (int i = 0; i < count; i++) {
          samplers
              .get(i)
              .unmask(logits, i * settings.codes() * positions, TaskRules.DEFAULT_TEMPERATURE);
        }
      }
    }
    return autoencoder.decode(autoencoder.generate(maps(samplers), Mode.EVALUATE), Mode.EVALUATE);
  }

  private static float[] times(List<UnmaskingSampler> samplers) {
    float[] times = new float[samplers.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = samplers.get(i).time();
    }
    return times;
  }

  private Tensor maps(List<UnmaskingSampler> samplers) {
    int side = autoencoder.shape().side();
    int positions = diffusion.positions();
    float[] codes = new float[samplers.size() * positions];
    for (int i = 0; i < samplers.size(); i++) {
      int[] map = samplers.get(i).map();
      for (int p = 0; p < positions; p++) {
        codes[i * positions + p] = map[p];
      }
    }
    return TensorMemory.tensor(codes, samplers.size(), side, side).to(ScalarType.Long);
  }

  @Override
  protected Tensor reconstruct(Tensor images, int batch) {
    return autoencoder.reconstruct(images);
  }

  private RandomStream stream(long number) {
    return RandomStream.of(new ImageSeed(plan.seed(), number));
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    SpikingDiffusionExporter.Network network =
        new SpikingDiffusionExporter.Network(
            settings.timeSteps(),
            settings.imageSize(),
            autoencoder.feature().coefficients(settings.timeSteps()),
            settings.denoiserTimeSteps(),
            settings.autoencoderEpochs() < plan.epochs());
    return SpikingDiffusionExporter.export(Weights.of(state()), network, storage);
  }
}
