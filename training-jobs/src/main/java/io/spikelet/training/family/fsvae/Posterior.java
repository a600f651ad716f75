package io.spikelet.training.family.fsvae;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.zeros;

import io.spikelet.training.layer.Mode;
import io.spikelet.training.layer.State;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Draws the latent spikes of encoded images, in two passes (FSVAE, section "autoregressive
 * Bernoulli spike sampling"; reference section 3).
 *
 * <p>The first feeds the spikes back: at every time step but the last it runs the layers over the
 * whole sequence so far and picks. The second runs them once over the sequence that resulted, and
 * picks the same alternatives again. In training mode the two may differ, because the statistics of
 * batch normalisation depend on the length of the sequence; gradients are those of the second, and
 * none flow through what was fed back.
 */
final class Posterior {

  private final Alternatives layers;
  private final int latentSize;

  /**
   * Latent spikes and what they were picked from.
   *
   * @param spikes {@code [T, N, D]}
   * @param alternatives {@code [T, N, D, k]}
   */
  record Sampled(Tensor spikes, Tensor alternatives) {}

  Posterior(Alternatives layers, int latentSize) {
    this.layers = layers;
    this.latentSize = latentSize;
  }

  State state() {
    return layers.state();
  }

  /**
   * Draws spikes.
   *
   * @param encoded the encoder's spikes, {@code [T, N, D]}
   * @param choices which alternative is picked, integers {@code [T, N, D]}
   */
  Sampled draw(Tensor encoded, Tensor choices, Mode mode) {
    long timeSteps = encoded.size(0);
    Tensor fedBack = zeros(timeSteps, encoded.size(1), latentSize);
    Tensor input = cat(new TensorVector(encoded, fedBack), 2);
    for (long t = 0; t + 1 < timeSteps; t++) {
      try (PointerScope _ = new PointerScope()) {
        Tensor last = layers.last(input.narrow(0, 0, t + 1), mode);
        Tensor picked = Alternatives.pick(last, choices.select(0, t));
        input.select(0, t + 1).narrow(1, latentSize, latentSize).copy_(picked);
      }
    }
    Tensor alternatives = layers.run(input, mode);
    return new Sampled(Alternatives.pick(alternatives, choices), alternatives);
  }

  /**
   * The gradient of the last {@link #draw} in training mode; sets the parameters' gradients.
   *
   * @param spikes of the drawn spikes, {@code [T, N, D]}
   * @param alternatives of the alternatives themselves, {@code [T, N, D, k]}
   * @return of the encoder's spikes, {@code [T, N, D]}
   */
  Tensor backward(Tensor spikes, Tensor alternatives, Tensor choices) {
    Tensor inputs = layers.backward(layers.unpick(spikes, choices).add(alternatives));
    return inputs.narrow(2, 0, latentSize);
  }
}
