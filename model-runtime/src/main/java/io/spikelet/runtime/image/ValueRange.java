package io.spikelet.runtime.image;

/**
 * The pixel values that stand for black ({@code low}) and white ({@code high}), without unit.
 *
 * @param low finite
 * @param high finite, above {@code low}
 */
public record ValueRange(float low, float high) {

  /** From -1 to 1: what the variational autoencoders read and write. */
  public static final ValueRange SIGNED_UNIT = new ValueRange(-1, 1);

  /** From -1/2 to 1/2: what Spiking-Diffusion reads and writes. */
  public static final ValueRange CENTRED_UNIT = new ValueRange(-0.5f, 0.5f);

  /** From 0 to 1. */
  public static final ValueRange UNIT = new ValueRange(0, 1);

  public ValueRange {
    if (!Float.isFinite(low) || !Float.isFinite(high) || !(low < high)) {
      throw new IllegalArgumentException(
          "a value range goes from a finite low to a higher finite high, not from %s to %s"
              .formatted(low, high));
    }
  }

  /** The value of an 8-bit level: {@code low + (high - low) * (level / 255)}, in floats. */
  public float fromByte(int level) {
    return low + (high - low) * (level / 255f);
  }

  /**
   * The 8-bit level of a value: {@code round(255 * (value - low) / (high - low))}, halves up,
   * clamped to 0..255; NaN gives 0.
   */
  public byte toByte(float value) {
    long level = Math.round(255.0 * ((double) value - low) / ((double) high - low));
    return (byte) Math.clamp(level, 0, 255);
  }

  /** As a JSON interval: {@code [-1.0, 1.0]}. */
  @Override
  public String toString() {
    return "[" + low + ", " + high + "]";
  }
}
