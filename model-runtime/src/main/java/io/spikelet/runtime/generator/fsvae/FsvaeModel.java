package io.spikelet.runtime.generator.fsvae;

import io.spikelet.runtime.engine.OnnxEngine;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.generator.spiking.SpikingVae;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelPackage;
import java.util.Set;

/**
 * A loaded FSVAE: each latent spike is picked from k alternatives that a spiking network offers,
 * given all spikes before.
 *
 * <pre>
 *   prior:      p[t] = prior(z[..t-1]),                           z[t, d] = p[t, d, j(t, d)]
 *   posterior:  q[t] = posterior(encoder(image)[..t], z[..t-1]),  z[t, d] = q[t, d, j(t, d)]
 * </pre>
 *
 * with j uniform in {@code 0..k-1}. Source: FSVAE, section "autoregressive Bernoulli spike
 * sampling".
 */
public final class FsvaeModel {

  private static final Set<GraphRole> ROLES =
      Set.of(GraphRole.ENCODER, GraphRole.POSTERIOR, GraphRole.PRIOR, GraphRole.DECODER);

  private FsvaeModel() {}

  /**
   * Opens the package's encoder, posterior, prior and decoder.
   *
   * @throws io.spikelet.runtime.generator.UnusablePackageException if one is missing
   * @throws io.spikelet.runtime.engine.EngineException if one is no valid graph
   */
  public static ImageModel open(ModelPackage modelPackage, OnnxEngine engine) {
    return SpikingVae.open(modelPackage, engine, ROLES, AutoregressiveLatents::new);
  }
}
