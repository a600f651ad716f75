package io.spikelet.service.request;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one request may ask for.
 *
 * @param maxBody largest body
 * @param maxSide largest width and height of a picture, in pixels; checked before it is decoded
 * @param maxAudio longest sound, in seconds, at most an hour; checked before it is decoded
 * @param deadline how long a request may take, waiting included
 */
@ConfigurationProperties("spikelet.limits")
public record RequestLimits(
    @DefaultValue("10MB") DataSize maxBody,
    @DefaultValue("4096") int maxSide,
    @DefaultValue("60") double maxAudio,
    @DefaultValue("30s") Duration deadline) {

  public RequestLimits {
    positive("max-body", maxBody.toBytes());
    positive("max-side", maxSide);
    positive("deadline", deadline.toMillis());
    if (!(maxAudio > 0 && maxAudio <= 3600)) {
      throw new IllegalArgumentException(
          "spikelet.limits.max-audio must be above 0 and at most 3600, is " + maxAudio);
    }
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "spikelet.limits.%s must be above 0, is %d".formatted(name, value));
    }
  }
}
