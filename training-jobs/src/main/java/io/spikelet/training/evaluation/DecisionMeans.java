package io.spikelet.training.evaluation;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How a classifier whose first output spike decides did on a number of images.
 *
 * @param images how many, at least one
 * @param accuracy share of right labels, in [0, 1]
 * @param accuracyTiesCorrect share of images whose own class is among the first to fire, or has the
 *     highest potential where none fires: what the published code of S4NN counts
 * @param time mean time of the decision, in time steps; the end of the window where none fires
 * @param spikes mean number of spikes of all neurons up to then
 * @param undecidedShare share of images for which no output neuron fires
 * @param tiedShare share of images for which several are the first
 */
public record DecisionMeans(
    int images,
    double accuracy,
    double accuracyTiesCorrect,
    double time,
    double spikes,
    double undecidedShare,
    double tiedShare) {

  /** Of images that were all decided on by spikes. */
  static DecisionMeans of(List<Classified> all) {
    return new DecisionMeans(
        all.size(),
        share(all, Classified::isRight),
        share(all, Classified::isRightWithTies),
        mean(all, image -> image.decision().time()),
        mean(all, image -> image.decision().spikes()),
        share(all, image -> !image.decision().fired()),
        share(all, image -> image.decision().isTie()));
  }

  private static double share(List<Classified> all, Predicate<Classified> property) {
    return mean(all, image -> property.test(image) ? 1 : 0);
  }

  /** Counts are whole numbers, so the order of adding has no influence. */
  private static double mean(List<Classified> all, ToDoubleFunction<Classified> count) {
    return all.stream().mapToDouble(count).sum() / all.size();
  }

  /**
   * Puts the numbers under their names.
   *
   * @param suffix behind every name
   */
  void putInto(Map<String, Double> numbers, String suffix) {
    numbers.put("test_accuracy" + suffix, accuracy);
    numbers.put("test_accuracy_ties_correct" + suffix, accuracyTiesCorrect);
    numbers.put("test_decision_time" + suffix, time);
    numbers.put("test_decision_spikes" + suffix, spikes);
    numbers.put("test_undecided_share" + suffix, undecidedShare);
    numbers.put("test_tied_share" + suffix, tiedShare);
  }
}
