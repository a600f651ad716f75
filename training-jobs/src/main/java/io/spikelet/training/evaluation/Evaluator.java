package io.spikelet.training.evaluation;

import io.spikelet.runtime.generator.CodeMap;
import io.spikelet.runtime.generator.LatentTask;
import io.spikelet.runtime.model.GraphRole;
import java.util.Objects;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.ReconstructTask;
import io.spikelet.runtime.generator.Reconstruction;
import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.FeatureExtractor;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.SoundImage;
import io.spikelet.runtime.generator.SoundTask;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.latent.CodeUsage;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.training.dataset.Examples;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.SoundSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures a package on test images: whatever it offers, by the very calls that the service makes.
 *
 * <p>The numbers do not depend on the number of threads or on the batch: every image has its own
 * random stream, counts are added as whole numbers, and errors are added in the order of the
 * images. They are those of one machine's arithmetic.
 */
public final class Evaluator {

  private final EvaluationSettings settings;
  private final ParallelBatches batches;
  private final @Nullable FeatureExtractor extractor;

  /** An evaluator; the listener hears of every batch. */
  public Evaluator(EvaluationSettings settings, EvaluationListener listener) {
    this(settings, listener, null);
  }

  /**
   * An evaluator that also compares generated images with test images as a whole.
   *
   * @param extractor of the features that are compared, which stays the caller's; null: not
   *     compared
   */
  public Evaluator(
      EvaluationSettings settings,
      EvaluationListener listener,
      @Nullable FeatureExtractor extractor) {
    this.settings = settings;
    this.batches = new ParallelBatches(settings, listener);
    this.extractor = extractor;
  }

  /**
   * Measures all that the package offers.
   *
   * @param test pictures brought to the size of the model's images, or sounds for a model that
   *     listens
   * @param judge a classifier of the same classes, for the readable share and for what was heard;
   *     null: not measured
   * @throws EvaluationException if test data or judge do not fit the model
   * @throws EvaluationInterruptedException if the thread is interrupted
   */
  public Evaluation evaluate(ImageModel model, Examples test, @Nullable ImageModel judge) {
    boolean listens = offers(model, Capability.AUDIO_TO_IMAGE);
    return switch (test) {
      case Examples.Pictures(ImageSet set) when !listens -> evaluate(model, set, judge);
      case Examples.Sounds(SoundSet set) when listens ->
          new Evaluation(List.of(heard(model, set, judge)));
      case Examples.Pictures _, Examples.Sounds _ ->
          throw new EvaluationException(
              "%s is measured on %s"
                  .formatted(model.modelPackage().ref(), listens ? "sounds" : "pictures"));
    };
  }

  private Measurement heard(ImageModel model, SoundSet sounds, @Nullable ImageModel judge) {
    if (judge != null) {
      requireClasses(judge, sounds.labels());
    }
    int count = measured(sounds.size());
    boolean[] right = new boolean[count];
    ActivitySum activity = new ActivitySum();
    batches.run(
        "listening to test sounds",
        count,
        (from, to) -> {
          List<SoundTask> tasks =
              IntStream.range(from, to)
                  .mapToObj(i -> new SoundTask(sounds.sound(i), new ImageSeed(settings.seed(), i)))
                  .toList();
          List<SoundImage> images = model.audioToImage(tasks);
          for (int i = from; i < to; i++) {
            GeneratedImage drawn = images.get(i - from).drawn();
            activity.add(drawn.activity());
            right[i] = judge != null && read(judge, drawn.image()) == sounds.label(i);
          }
        });
    OptionalDouble share = judge == null ? OptionalDouble.empty() : OptionalDouble.of(share(right));
    return new Measurement.Heard(count, share, activity.mean(settings));
  }

  private static int read(ImageModel judge, Image image) {
    return judge.classify(List.of(image)).getFirst().label();
  }

  private static void requireClasses(ImageModel judge, List<String> labels) {
    List<String> known = judge.modelPackage().spec().labels();
    if (!known.equals(labels)) {
      throw new EvaluationException(
          "the judge's classes are %s, but those of model and test data %s"
              .formatted(known, labels));
    }
  }

  /** As above, on pictures. */
  public Evaluation evaluate(ImageModel model, ImageSet test, @Nullable ImageModel judge) {
    TestImages images = TestImages.of(model.modelPackage().spec().image(), test);
    List<Measurement> measurements = new ArrayList<>();
    if (offers(model, Capability.RECONSTRUCT)) {
      measurements.add(reconstructions(model, images));
    }
    if (model.modelPackage().spec().graphs().containsKey(GraphRole.CODEBOOK)) {
      measurements.add(codes(model, images));
    }
    if (offers(model, Capability.GENERATE)) {
      measurements.addAll(samples(model, images, judge));
      if (model.modelPackage().spec().drawsByLabel()) {
        measurements.add(labels(model, images, judge));
      }
      if (extractor != null) {
        measurements.add(
            new AutoencoderComparison(extractor, batches).distance(model, images, settings));
      }
    }
    if (offers(model, Capability.CLASSIFY)) {
      measurements.add(classifications(model, images));
    }
    return new Evaluation(measurements);
  }

  private static boolean offers(ImageModel model, Capability capability) {
    return model.modelPackage().spec().capabilities().contains(capability);
  }

  private Measurement reconstructions(ImageModel model, TestImages images) {
    int count = measured(images.size());
    double[] errors = new double[count];
    double[] similarities = new double[count];
    double[] normalised = new double[count];
    OptionalDouble[] spikes = new OptionalDouble[count];
    ActivitySum activity = new ActivitySum();
    batches.run(
        "reconstructing test images",
        count,
        (from, to) -> {
          List<Reconstruction> results = model.reconstruct(tasks(images, from, to));
          for (int i = from; i < to; i++) {
            Reconstruction result = results.get(i - from);
            errors[i] = result.mse();
            similarities[i] = result.ssim();
            normalised[i] = result.normalisedError();
            spikes[i] = result.spikeError();
            activity.add(result.activity());
          }
        });
    return new Measurement.Reconstructions(
        count,
        mean(errors) * toSignedUnit(model.modelPackage()),
        mean(similarities),
        mean(normalised),
        Arrays.stream(spikes).flatMapToDouble(OptionalDouble::stream).average(),
        activity.mean(settings));
  }

  private Measurement codes(ImageModel model, TestImages images) {
    int count = measured(images.size());
    CodeMap[] maps = new CodeMap[count];
    batches.run(
        "encoding test images",
        count,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            LatentTask task = new LatentTask(images.image(i), new ImageSeed(settings.seed(), i));
            maps[i] = Objects.requireNonNull(model.latents(List.of(task)).getFirst().codes());
          }
        });
    long[] uses = new long[maps[0].codebookSize()];
    Arrays.stream(maps)
        .flatMap(map -> Arrays.stream(map.codes()))
        .flatMapToInt(Arrays::stream)
        .forEach(code -> uses[code]++);
    return new Measurement.Codes(count, new CodeUsage(uses));
  }

  private List<ReconstructTask> tasks(TestImages images, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new ReconstructTask(images.image(i), new ImageSeed(settings.seed(), i)))
        .toList();
  }

  /** Squared errors grow with the square of the range; the papers' is [-1, 1]. */
  private static double toSignedUnit(ModelPackage modelPackage) {
    ValueRange range = modelPackage.spec().image().range();
    double factor = 2.0 / ((double) range.high() - range.low());
    return factor * factor;
  }

  private List<Measurement> samples(
      ImageModel model, TestImages images, @Nullable ImageModel judge) {
    int count = settings.samples();
    ActivitySum activity = new ActivitySum();
    Judgement judgement = judge == null ? null : new Judgement(judge, settings.confidence(), count);
    batches.run(
        "generating samples",
        count,
        (from, to) -> {
          List<GeneratedImage> results =
              model.generate(IntStream.range(from, to).mapToObj(settings::sample).toList());
          results.forEach(result -> activity.add(result.activity()));
          if (judgement != null) {
            judgement.add(from, results.stream().map(GeneratedImage::image).toList());
          }
        });
    Measurement samples = new Measurement.Samples(count, activity.mean(settings));
    return judge == null || judgement == null
        ? List.of(samples)
        : List.of(samples, readability(judgement, judge, images));
  }

  private Measurement readability(Judgement samples, ImageModel judge, TestImages images) {
    int count = settings.samples();
    Judgement real = new Judgement(judge, settings.confidence(), Math.min(count, images.size()));
    batches.run(
        "judging test images", real.size(), (from, to) -> real.add(from, images.images(from, to)));
    Judgement noise = new Judgement(judge, settings.confidence(), count);
    batches.run("judging noise", count, (from, to) -> noise.add(from, images.noise(from, to)));
    return new Measurement.Readability(
        count, samples.share(), samples.classes(), real.share(), noise.share());
  }

  private Measurement labels(ImageModel model, TestImages images, @Nullable ImageModel judge) {
    if (judge != null) {
      requireClasses(judge, model.modelPackage().spec().labels());
    }
    return new LabelFidelity(model, settings, batches).measure(images, judge);
  }

  private Measurement classifications(ImageModel model, TestImages images) {
    images.requireClasses(model.modelPackage().spec().labels());
    int count = measured(images.size());
    Classified[] all = new Classified[count];
    ActivitySum activity = new ActivitySum();
    batches.run(
        "classifying test images",
        count,
        (from, to) -> {
          List<Classification> results = model.classify(images.images(from, to));
          for (int i = from; i < to; i++) {
            all[i] = new Classified(results.get(i - from), images.label(i));
            activity.add(results.get(i - from).activity());
          }
        });
    return all[0].found().decision() == null
        ? Measurement.Classifications.of(Arrays.asList(all), activity.mean(settings))
        : Measurement.Decisions.of(Arrays.asList(all), images.labels(), activity.mean(settings));
  }

  private static double share(boolean[] right) {
    long correct = IntStream.range(0, right.length).filter(i -> right[i]).count();
    return (double) correct / right.length;
  }

  private int measured(int available) {
    return settings.testImages() == 0 ? available : Math.min(settings.testImages(), available);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }
}
