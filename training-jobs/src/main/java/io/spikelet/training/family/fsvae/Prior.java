package io.spikelet.training.family.fsvae;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.State;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Expects at each time step what the latent neurons do, given the spikes before (FSVAE, section
 * "prior"; reference sections 4 and 5). Alone, it generates.
 */
final class Prior {

  private final Alternatives layers;

  /**
   * Scheduled sampling: from the sixth time step on, the prior sees at some steps its own spikes
   * instead of the posterior's.
   *
   * @param probability of a step to be replaced, for the whole batch at once
   * @param uniforms one per time step, in [0, 1)
   * @param normals {@code [T, N, D]}, which break ties of the majority
   */
  record Feedback(double probability, float[] uniforms, Tensor normals) {

    private static final int TEACHER_ALONE = 5;
    private static final double TIE_BREAK = 0.001;

    boolean replaces(int step) {
      return step >= TEACHER_ALONE && uniforms[step] < probability;
    }

    /** 1 where more than half of the alternatives fire, after a little noise. */
    Tensor majority(Tensor alternatives, int step) {
      Tensor noise = normals.select(0, step).mul(new Scalar(TIE_BREAK));
      return alternatives.mean(-1).add(noise).gt(new Scalar(0.5)).to(alternatives.scalar_type());
    }
  }

  Prior(Alternatives layers) {
    this.layers = layers;
  }

  State state() {
    return layers.state();
  }

  /**
   * What is expected in training: the posterior's spikes are shown, but for those that the feedback
   * replaces.
   *
   * @param latent the posterior's spikes, {@code [T, N, D]}
   * @return alternatives {@code [T, N, D, k]}
   */
  Tensor expect(Tensor latent, Feedback feedback, Mode mode) {
    Tensor input = delayed(latent);
    for (int t = 0; t + 1 < latent.size(0); t++) {
      if (feedback.replaces(t)) {
        try (PointerScope _ = new PointerScope()) {
          Tensor own = feedback.majority(layers.last(input.narrow(0, 0, t + 1L), mode), t);
          input.select(0, t + 1L).copy_(own);
        }
      }
    }
    return layers.run(input, mode);
  }

  /** What is expected when the posterior's spikes are always shown. */
  Tensor expect(Tensor latent, Mode mode) {
    return layers.run(delayed(latent), mode);
  }

  /** Sets the parameters' gradients from that of the alternatives of the last {@link #expect}. */
  void backward(Tensor alternatives) {
    layers.backward(alternatives);
  }

  /**
   * Latent spikes from nothing but choices, with the running statistics.
   *
   * @param choices which alternative is picked, integers {@code [T, N, D]}
   * @return {@code [T, N, D]}
   */
  Tensor generate(Tensor choices) {
    Tensor input = zeros(choices.size(0) + 1, choices.size(1), choices.size(2));
    for (long t = 0; t < choices.size(0); t++) {
      try (PointerScope _ = new PointerScope()) {
        Tensor last = layers.last(input.narrow(0, 0, t + 1), Mode.EVALUATE);
        input.select(0, t + 1).copy_(Alternatives.pick(last, choices.select(0, t)));
      }
    }
    return input.narrow(0, 1, choices.size(0));
  }

  /** The spikes one time step later, rest at the first; a tensor of its own. */
  private static Tensor delayed(Tensor latent) {
    Tensor rest = zeros(1, latent.size(1), latent.size(2));
    return cat(new TensorVector(rest, latent.narrow(0, 0, latent.size(0) - 1)), 0);
  }
}
