package io.spikelet.training.family.anngan;

import static org.bytedeco.pytorch.global.torch.grad;

import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.AnnGanExporter;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.NamedWeights;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.family.anngan.AnnGanNetwork.Generator;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.selection.KeptGenerators;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.ImageTensors;
import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.TrainingFamily.Surroundings;
import io.spikelet.training.trainer.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Trains an {@link AnnGanNetwork}: in every step first the discriminators, on the batch's images
 * and as many generated ones, then the generators, by what the discriminators now say of the same
 * generated images.
 *
 * <p>A batch holds images of all labels as they come, each of which only its label's networks see.
 * The K pairs share nothing else: Adam treats every weight by itself.
 *
 * <p>Of each label the generator is kept whose images after an epoch were nearest to real ones
 * ({@link KeptGenerators}); it is what is exported and drawn. A run that begins with a package's
 * weights begins with its generators and with fresh discriminators, which no package has.
 */
final class AnnGanTraining implements Trainable {

  /** Radford, Metz and Chintala, "Unsupervised representation learning ...", ICLR 2016. */
  private static final double FIRST_BETA = 0.5;

  private static final double SECOND_BETA = 0.999;

  /** Images of a label in a picture. */
  private static final int COLUMNS = 10;

  private final AnnGanSettings settings;
  private final ImageSpec image;
  private final int labels;
  private final int seed;
  private final AnnGanNetwork network;
  private final KeptGenerators kept;
  private final State state;
  private @Nullable Optimiser optimiser;

  private AnnGanTraining(
      AnnGanSettings settings, ImageSpec image, int labels, int seed, AnnGanNetwork network) {
    this.settings = settings;
    this.image = image;
    this.labels = labels;
    this.seed = seed;
    this.network = network;
    this.kept = new KeptGenerators(network.generator().state(), settings.keep());
    this.state =
        State.join(List.of(network.generator().state(), network.discriminator(), kept.state()));
  }

  static AnnGanTraining create(
      AnnGanSettings settings, TrainingPlan plan, Surroundings surroundings) {
    int side = settings.imageSize();
    ImageSpec image = new ImageSpec(surroundings.channels(), side, side, ValueRange.SIGNED_UNIT);
    int labels = surroundings.labels().size();
    torch.manual_seed(plan.seed());
    try (PointerScope _ = new PointerScope()) {
      AnnGanNetwork network =
          new AnnGanNetwork(labels, settings.latentSize(), settings.hiddenSize(), image.values());
      AnnGanTraining training = new AnnGanTraining(settings, image, labels, plan.seed(), network);
      training.state.retain();
      return training;
    }
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public ImageSpec image() {
    return image;
  }

  @Override
  public void start(NamedWeights published, ImageSet images) {
    Trainable.super.start(published, images);
    kept.restart();
  }

  @Override
  public void prepare(ImageSet training) {
    kept.compareWith(training, settings.comparedImages());
  }

  @Override
  public Optimiser optimiser(TrainingPlan plan) {
    optimiser = Optimiser.adam(state, plan.weightDecay(), FIRST_BETA, SECOND_BETA);
    return optimiser;
  }

  /** Changes the discriminators and sets the gradients of the generators. */
  @Override
  public Map<String, Double> step(Batch batch) {
    try (PointerScope _ = new PointerScope()) {
      LabelledRows real = LabelledRows.of(batch.images().flatten(1, -1), batch.labels(), labels);
      int rows = Math.ceilDiv(batch.labels().length, labels);
      LabelledRows fake = real.like(network.generator().images(noise(batch.step(), rows)));

      LabelledRows seen = new LabelledRows(fake.rows().detach(), fake.shares());
      double discriminators = learn(network.discriminatorLoss(real, seen), network.discriminator());
      freeze(network.generator().state());
      required(optimiser).step(batch.learningRate());

      double generators = learn(network.generatorLoss(fake), network.generator().state());
      freeze(network.discriminator());
      return Map.of(
          "loss", discriminators + generators,
          "discriminator_loss", discriminators,
          "generator_loss", generators);
    }
  }

  /** Sets gradients; returns the mean over the labels. */
  private static double learn(Tensor losses, State learning) {
    TensorVector weights = new TensorVector();
    learning.parameters().forEach(parameter -> weights.push_back(parameter.value()));
    TensorVector gradients = grad(new TensorVector(losses.sum()), weights);
    for (int i = 0; i < learning.parameters().size(); i++) {
      learning.parameters().get(i).gradient(gradients.get(i));
    }
    return losses.mean().item_double();
  }

  private static void freeze(State resting) {
    resting.parameters().forEach(Parameter::freeze);
  }

  private static Optimiser required(@Nullable Optimiser made) {
    if (made == null) {
      throw new IllegalStateException("a step needs the optimiser, which was not asked for");
    }
    return made;
  }

  /** Normal numbers of a step, {@code [K, rows, latentSize]}. */
  private Tensor noise(long step, int rows) {
    int count = labels * rows * settings.latentSize();
    float[] normals =
        RandomStream.of(new ImageSeed(seed, step)).normals(Purpose.PRIOR_NORMAL, count);
    return TensorMemory.tensor(normals, labels, rows, settings.latentSize());
  }

  /** Normal numbers of the images that are compared, {@code [K, rows, latentSize]}. */
  private Tensor comparedNoise(int rows) {
    int each = rows * settings.latentSize();
    float[] normals = new float[labels * each];
    for (int label = 0; label < labels; label++) {
      RandomStream stream = RandomStream.of(new ImageSeed(seed, label));
      System.arraycopy(
          stream.normals(Purpose.COMPARISON_NORMAL, each), 0, normals, label * each, each);
    }
    return TensorMemory.tensor(normals, labels, rows, settings.latentSize());
  }

  @Override
  public Map<String, Double> finishEpoch() {
    float[] levels = comparedLevels();
    int each = settings.comparedImages() * image.values();
    return kept.offer(label -> Arrays.copyOfRange(levels, label * each, (label + 1) * each));
  }

  /** Images that the generators draw now, {@code [K, comparedImages, pixels]}, from 0 to 1. */
  private float[] comparedLevels() {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      Tensor images = network.generator().images(comparedNoise(settings.comparedImages()));
      return TensorMemory.floats(images.add(new Scalar(1.0)).mul(new Scalar(0.5)));
    }
  }

  /** Nothing beyond what an epoch's end measures. */
  @Override
  public Map<String, Double> validate(ImageSet images) {
    return Map.of();
  }

  /** A row for each label: {@code samples} as kept, {@code latest} as the generators are now. */
  @Override
  public Map<String, Image> pictures(ImageSet images) {
    Generator best = new Generator(keptLayer(Generator.HIDDEN), keptLayer(Generator.OUTPUT));
    return Map.of("samples", sheet(best), "latest", sheet(network.generator()));
  }

  private StackedDense keptLayer(String name) {
    return new StackedDense(kept.tensor(name + ".weight"), kept.tensor(name + ".bias"));
  }

  private Image sheet(Generator generator) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      Tensor rows = generator.images(comparedNoise(COLUMNS));
      Tensor images = rows.view(-1, image.channels(), image.height(), image.width());
      return new ImageTensors(image).sheet(images, COLUMNS);
    }
  }

  /** The generators that are kept, or those of the beginning if no epoch is finished. */
  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return AnnGanExporter.export(kept.weights(), image, storage);
  }

  @Override
  public void close() {
    state.release();
  }
}
