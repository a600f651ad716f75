package io.spikelet.runtime.generator.esvae;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.spiking.SpikingVae;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.Set;

/**
 * A loaded ESVAE: latent spikes are drawn from firing rates, independently at every time step.
 *
 * <pre>
 *   prior:      n ~ N(0, 1)^D,  r = sigmoid(W n + b),                z[t] ~ Bernoulli(r)
 *   posterior:  x = encoder(image),  r = mean over t of x[t],        z[t] ~ Bernoulli(r)
 * </pre>
 *
 * Source: ESVAE, section III.
 */
public final class EsvaeModel {

  private static final Set<GraphRole> ROLES =
      Set.of(GraphRole.ENCODER, GraphRole.PRIOR, GraphRole.DECODER);

  private EsvaeModel() {}

  /**
   * Opens the package's encoder, prior and decoder.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static ImageModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return SpikingVae.open(modelPackage, engine, ROLES, PoissonLatents::new);
  }
}
