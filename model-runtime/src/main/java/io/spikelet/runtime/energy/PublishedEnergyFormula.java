package io.spikelet.runtime.energy;

import io.spikelet.runtime.model.LayerSpec;
import java.util.List;

/**
 * The energy as papers on spiking generators compute it, to stand beside ours and not to be mixed
 * with it: {@code SOPs = meanFiringRate * timeSteps * flops}, joules = SOPs times the energy of an
 * accumulation; an ordinary network costs flops times the energy of a multiply-accumulation.
 *
 * <p>It takes one rate for all layers, charges the first, real-valued layer as if it received
 * spikes, and, where flops were counted from spikes already, counts activity twice.
 *
 * <p>Source: ESVAE, section on energy, and its table III.
 *
 * @param meanFiringRate spikes per neuron per time step, in [0, 1]
 * @param timeSteps T
 * @param flops additions and multiplications of one time step
 */
public record PublishedEnergyFormula(double meanFiringRate, int timeSteps, double flops) {

  public PublishedEnergyFormula {
    if (!(meanFiringRate >= 0 && meanFiringRate <= 1)) {
      throw new IllegalArgumentException(
          "meanFiringRate must be from 0 to 1, not " + meanFiringRate);
    }
    if (timeSteps < 1) {
      throw new IllegalArgumentException("timeSteps must be at least 1, not " + timeSteps);
    }
    if (!(flops >= 0 && Double.isFinite(flops))) {
      throw new IllegalArgumentException("flops must be 0 or more, not " + flops);
    }
  }

  /**
   * With flops of a layer table: an addition and a multiplication for every weight and position.
   */
  public static PublishedEnergyFormula of(
      List<LayerSpec> layers, double meanFiringRate, int timeSteps) {
    double macs = layers.stream().mapToDouble(LayerSpec::denseMacs).sum();
    return new PublishedEnergyFormula(meanFiringRate, timeSteps, 2 * macs);
  }

  /** Spiking operations: {@code meanFiringRate * timeSteps * flops}. */
  public double spikingOperations() {
    return meanFiringRate * timeSteps * flops;
  }

  /** Of the spiking network. */
  public double joules(EnergyProfile profile) {
    return spikingOperations() * profile.joulesPerAccumulate();
  }

  /** Of an ordinary network of as many operations, in one pass. */
  public double annJoules(EnergyProfile profile) {
    return flops * profile.joulesPerMultiplyAccumulate();
  }
}
