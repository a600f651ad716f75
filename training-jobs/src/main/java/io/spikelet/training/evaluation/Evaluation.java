package io.spikelet.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was measured of one package.
 *
 * @param measurements in the order in which they were made, each kind once at most
 */
public record Evaluation(List<Measurement> measurements) {

  /** Keeps its own list. */
  public Evaluation {
    measurements = List.copyOf(measurements);
  }

  /** The measurement of a kind, if the package could be measured so. */
  public <M extends Measurement> Optional<M> find(Class<M> kind) {
    return measurements.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /**
   * The numbers by name, for a package's description and for a report. All are finite.
   *
   * <table>
   * <caption>Names</caption>
   * <tr><td>{@code test_images}</td><td>test images measured</td></tr>
   * <tr><td>{@code test_mse}</td><td>mean squared error of reconstructions, scale [-1, 1]</td></tr>
   * <tr><td>{@code test_mse_unit}</td><td>the same on the scale [0, 1]</td></tr>
   * <tr><td>{@code codebook_usage}, {@code codebook_perplexity}</td><td>share of a codebook's vectors
   * that test images use, and as how many equally used ones they count</td></tr>
   * <tr><td>{@code test_ssim}</td><td>mean structural similarity, scale [-0.5, 0.5]</td></tr>
   * <tr><td>{@code test_normalised_mse}</td><td>mean squared error of reconstructions, both sides
   * brought to mean 0 and variance 1</td></tr>
   * <tr><td>{@code test_spike_mse}</td><td>the same between the spike counts of input and output,
   * where images are shown as spikes</td></tr>
   * <tr><td>{@code test_sounds}, {@code heard_share}</td><td>test sounds, and the share of them
   * whose image the judge reads as the word that was spoken, where there is a judge</td></tr>
   * <tr><td>{@code test_accuracy}</td><td>share of right answers of a classifier</td></tr>
   * <tr><td>{@code test_accuracy_ties_correct}</td><td>the same where the first output spike decides
   * and a class that fires first together with others counts as right</td></tr>
   * <tr><td>{@code test_decision_time}, {@code test_decision_spikes}</td><td>time steps until that
   * spike and spikes of all neurons until then, mean</td></tr>
   * <tr><td>{@code test_undecided_share}, {@code test_tied_share}</td><td>share of images for which
   * no output neuron fires, and for which several are the first</td></tr>
   * <tr><td>{@code test_accuracy.LABEL}, {@code test_decision_time.LABEL}, ...</td><td>these six for
   * the images of one class</td></tr>
   * <tr><td>{@code test_ac}, {@code test_mac}</td><td>accumulations and multiply-accumulations per
   * image, mean</td></tr>
   * <tr><td>{@code test_dense}</td><td>both, if every input were active at every time step</td></tr>
   * <tr><td>{@code test_spikes}</td><td>spikes per image, mean</td></tr>
   * <tr><td>{@code test_firing_rate}</td><td>spikes per neuron and time step, all spiking
   * layers</td></tr>
   * <tr><td>{@code test_firing_rate.LAYER}</td><td>the same for one layer</td></tr>
   * <tr><td>{@code test_joules}</td><td>energy per image, by the profile that was asked
   * for</td></tr>
   * <tr><td>{@code test_ann_equivalent_joules}</td><td>energy of an ordinary network of the same
   * layers</td></tr>
   * <tr><td>{@code sample_images}, {@code sample_ac}, ...</td><td>the same for generated
   * images</td></tr>
   * <tr><td>{@code readable_images}</td><td>generated images that the judge saw</td></tr>
   * <tr><td>{@code readable_share}</td><td>share of them with a largest probability above the
   * confidence</td></tr>
   * <tr><td>{@code readable_classes}</td><td>different classes among those</td></tr>
   * <tr><td>{@code readable_share_real}, {@code readable_share_noise}</td><td>the share for test
   * images and for uniform noise</td></tr>
   * <tr><td>{@code label_images}</td><td>images generated with given labels, as many of
   * each</td></tr>
   * <tr><td>{@code label_share}, {@code label_share.LABEL}</td><td>share of them that the judge reads
   * as their label, all and of one label</td></tr>
   * <tr><td>{@code distance_ratio}, {@code distance_ratio.LABEL}</td><td>mean distance between two of
   * them of one label divided by that between two test images, mean over the labels and of one
   * label</td></tr>
   * <tr><td>{@code fad_images}</td><td>generated images that were compared with the test images as a
   * whole</td></tr>
   * <tr><td>{@code fad}</td><td>Frechet autoencoder distance between them, features by the running
   * statistics</td></tr>
   * <tr><td>{@code fad_batch_statistics}</td><td>the same as published, features by the statistics of
   * each batch of 256</td></tr>
   * </table>
   */
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    measurements.forEach(measurement -> measurement.putInto(numbers));
    return numbers;
  }
}
