package io.spikelet.training.trainer;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Averages over time of weights that never come to rest. Nothing learns from them; they are what is
 * measured and exported.
 *
 * <pre>
 * average &lt;- average + share * (weight - average)
 * </pre>
 *
 * <p>They are buffers: a checkpoint has them, and a run that is continued goes on with what an
 * uninterrupted one has.
 */
public final class AveragedWeights {

  private static final String PREFIX = "averaged.";

  private final List<Parameter> weights;
  private final List<Parameter> averages;

  /**
   * Begins with the weights as they are now. The caller retains {@link #state}.
   *
   * @param weights that learn
   */
  public AveragedWeights(List<Parameter> weights) {
    this.weights = List.copyOf(weights);
    this.averages = weights.stream().map(AveragedWeights::copy).toList();
  }

  private static Parameter copy(Parameter weight) {
    return new Parameter(weight.name(), weight.value().detach().clone(), weight.group());
  }

  /**
   * Takes the averages a share of the way to the weights as they are now.
   *
   * @param share in [0, 1]; with 1 they are the same
   */
  public void approach(double share) {
    Scalar part = new Scalar(share);
    for (int i = 0; i < weights.size(); i++) {
      Tensor now = weights.get(i).value().detach();
      averages.get(i).value().lerp_(now, part);
    }
  }

  /** The averages in the order of the weights and under their names. */
  public List<Parameter> averages() {
    return averages;
  }

  /** The averages as buffers, {@code averaged.} before the names of the weights. */
  public State state() {
    return new State(
        List.of(),
        averages.stream()
            .map(average -> new State.Buffer(PREFIX + average.name(), average.value()))
            .toList());
  }
}
