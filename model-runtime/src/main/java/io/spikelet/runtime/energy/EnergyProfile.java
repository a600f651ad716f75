package io.spikelet.runtime.energy;

import java.util.regex.Pattern;

/**
 * What operations cost on some hardware.
 *
 * @param name lower-case letters, digits and hyphens, such as {@code cmos45}
 * @param description the hardware, and what the figures leave out
 * @param joulesPerAccumulate energy of adding one weight because a spike arrived
 * @param joulesPerMultiplyAccumulate energy of multiplying a weight with a value and adding it
 * @param source where the figures were published
 * @param grade how they were obtained
 */
public record EnergyProfile(
    String name,
    String description,
    double joulesPerAccumulate,
    double joulesPerMultiplyAccumulate,
    String source,
    Grade grade) {

  /** How figures were obtained. */
  public enum Grade {
    /** Simulated, or added up from the cost of single circuits. */
    MODELLED,
    /** Measured on the finished chip. */
    MEASURED
  }

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public EnergyProfile {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of an energy profile is like cmos45 or anp-i, not '" + name + "'");
    }
    requireEnergy(name, "joulesPerAccumulate", joulesPerAccumulate);
    requireEnergy(name, "joulesPerMultiplyAccumulate", joulesPerMultiplyAccumulate);
    if (source.isBlank()) {
      throw new IllegalArgumentException("energy profile " + name + " needs a source");
    }
  }

  /**
   * {@code joules = accumulates * joulesPerAccumulate + multiplyAccumulates *
   * joulesPerMultiplyAccumulate}; the ordinary network of the same layers is charged one
   * multiply-accumulation for every weight and position, once.
   */
  public EnergyEstimate estimate(NetworkActivity activity) {
    long accumulates = 0;
    long multiplyAccumulates = 0;
    for (LayerActivity layer : activity.layers()) {
      accumulates = Math.addExact(accumulates, layer.accumulates());
      multiplyAccumulates = Math.addExact(multiplyAccumulates, layer.multiplyAccumulates());
    }
    return new EnergyEstimate(
        accumulates * joulesPerAccumulate + multiplyAccumulates * joulesPerMultiplyAccumulate,
        name,
        activity.annMultiplyAccumulates() * joulesPerMultiplyAccumulate);
  }

  private static void requireEnergy(String profile, String what, double joules) {
    if (!(joules > 0 && joules < 1)) {
      throw new IllegalArgumentException(
          "energy profile %s: %s must be above 0 and below 1 joule, not %s"
              .formatted(profile, what, joules));
    }
  }
}
