package io.spikelet.training.evaluation;

import io.spikelet.runtime.latent.CodeUsage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.OptionalDouble;

/** One thing that was measured, over a number of images. */
public sealed interface Measurement {

  /** How many images it is the mean of. */
  int images();

  /** Puts the numbers under the names that {@link Evaluation#numbers()} documents. */
  void putInto(Map<String, Double> numbers);

  /**
   * How well test images come back.
   *
   * @param mse mean squared error over all values, on the scale [-1, 1] whatever the package's
   * @param ssim mean structural similarity, computed on the scale [-0.5, 0.5]
   * @param normalisedMse mean error where brightness and contrast do not count
   * @param spikeMse the same between spike counts of input and output; empty where a model does not
   *     read and write spikes
   */
  record Reconstructions(
      int images,
      double mse,
      double ssim,
      double normalisedMse,
      OptionalDouble spikeMse,
      MeanActivity activity)
      implements Measurement {
    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("test_images", (double) images);
      numbers.put("test_mse", mse);
      numbers.put("test_mse_unit", mse / 4);
      numbers.put("test_ssim", ssim);
      numbers.put("test_normalised_mse", normalisedMse);
      spikeMse.ifPresent(value -> numbers.put("test_spike_mse", value));
      activity.putInto(numbers, "test");
    }
  }

  /**
   * Which vectors of its codebook a model uses for test images.
   *
   * @param images test images
   */
  record Codes(int images, CodeUsage usage) implements Measurement {

    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("codebook_usage", usage.share());
      numbers.put("codebook_perplexity", usage.perplexity());
    }
  }

  /**
   * What making images of spoken words costs, and how often they are read as those words, with a
   * classifier of images as judge.
   *
   * @param images test sounds
   * @param share of them whose image the judge reads as the sound's label, in [0, 1]; empty without
   *     a judge
   */
  record Heard(int images, OptionalDouble share, MeanActivity activity) implements Measurement {
    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("test_sounds", (double) images);
      share.ifPresent(value -> numbers.put("heard_share", value));
      activity.putInto(numbers, "test");
    }
  }

  /** What generating costs. */
  record Samples(int images, MeanActivity activity) implements Measurement {
    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("sample_images", (double) images);
      activity.putInto(numbers, "sample");
    }
  }

  /**
   * The shares of images whose largest softmax probability is above the confidence, with a
   * classifier of the data set as judge. It says that the judge is sure, not that it is right:
   * hence the same for real images and for noise.
   *
   * @param images generated images
   * @param samples share of the generated images, in [0, 1]
   * @param classes how many classes the judge saw among its sure answers to generated images
   * @param real share of as many test images, the first ones
   * @param noise share of as many images of independent uniform levels
   */
  record Readability(int images, double samples, int classes, double real, double noise)
      implements Measurement {
    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("readable_images", (double) images);
      numbers.put("readable_share", samples);
      numbers.put("readable_classes", (double) classes);
      numbers.put("readable_share_real", real);
      numbers.put("readable_share_noise", noise);
    }
  }

  /**
   * Whether images of given labels show what was asked for, and whether they differ as much as test
   * images do.
   *
   * @param images generated images, as many of each label
   * @param shares of the images of each label, by its name, that the judge reads as that label, in
   *     [0, 1]; empty without a judge
   * @param ratios mean distance between two images of each label, by its name, divided by that
   *     between two test images of the label; 0 for copies of one image
   */
  record Labels(int images, Map<String, Double> shares, Map<String, Double> ratios)
      implements Measurement {
    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("label_images", (double) images);
      putInto(numbers, "label_share", shares);
      putInto(numbers, "distance_ratio", ratios);
    }

    /** The mean and, if there are any, the value of each label. */
    private static void putInto(
        Map<String, Double> numbers, String name, Map<String, Double> values) {
      values.values().stream()
          .mapToDouble(Double::doubleValue)
          .average()
          .ifPresent(mean -> numbers.put(name, mean));
      values.forEach((label, value) -> numbers.put(name + "." + label, value));
    }
  }

  /**
   * How far generated images are from test images as a whole: the Frechet distance between their
   * features, which an autoencoder of the data set computes (FSVAE and ESVAE, Frechet autoencoder
   * distance).
   *
   * @param images generated images
   * @param distance with features that are each image's own
   * @param batchDistance as published: features normalised with the statistics of each batch of
   *     256, real or generated, which hides differences of brightness and contrast
   */
  record AutoencoderDistance(int images, double distance, double batchDistance)
      implements Measurement {
    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("fad_images", (double) images);
      numbers.put("fad", distance);
      numbers.put("fad_batch_statistics", batchDistance);
    }
  }

  /**
   * How often, how early and with how many spikes a classifier is right whose first output spike
   * decides.
   *
   * @param means over all images
   * @param byLabel over the images of each class that has any, in the order of the classes
   */
  record Decisions(
      int images, DecisionMeans means, Map<String, DecisionMeans> byLabel, MeanActivity activity)
      implements Measurement {

    /** Keeps the order of the classes. */
    public Decisions {
      byLabel = Collections.unmodifiableMap(new LinkedHashMap<>(byLabel));
    }

    static Decisions of(List<Classified> all, List<String> labels, MeanActivity activity) {
      Map<Integer, List<Classified>> images =
          all.stream()
              .collect(Collectors.groupingBy(Classified::label, TreeMap::new, Collectors.toList()));
      Map<String, DecisionMeans> byLabel = new LinkedHashMap<>();
      images.forEach((label, own) -> byLabel.put(labels.get(label), DecisionMeans.of(own)));
      return new Decisions(all.size(), DecisionMeans.of(all), byLabel, activity);
    }

    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("test_images", (double) images);
      means.putInto(numbers, "");
      activity.putInto(numbers, "test");
      byLabel.forEach((label, own) -> own.putInto(numbers, "." + label));
    }
  }

  /**
   * How often a classifier is right.
   *
   * @param accuracy share of the test images whose label has the largest probability, in [0, 1]
   */
  record Classifications(int images, double accuracy, MeanActivity activity)
      implements Measurement {

    static Classifications of(List<Classified> all, MeanActivity activity) {
      long right = all.stream().filter(Classified::isRight).count();
      return new Classifications(all.size(), (double) right / all.size(), activity);
    }

    @Override
    public void putInto(Map<String, Double> numbers) {
      numbers.put("test_images", (double) images);
      numbers.put("test_accuracy", accuracy);
      activity.putInto(numbers, "test");
    }
  }
}
