package io.spikelet.service.request;

import io.spikelet.runtime.image.DecodeLimits;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Reads the picture of a body. */
@Component
public final class ImageBodies {
  private final BodyReader bodies;
  private final DecodeLimits limits;

  ImageBodies(BodyReader bodies, RequestLimits limits) {
    this.bodies = bodies;
    this.limits = new DecodeLimits(limits.maxSide(), limits.maxBody().toBytes());
  }

  /**
   * The picture.
   *
   * @throws EmptyBodyException if there is no body
   * @throws io.spikelet.runtime.image.ImageFormatException if it is no picture, or one too large
   */
  public Image read(HttpServletRequest request) {
    return decode(bodies.read(request, BodyKind.IMAGE));
  }

  /**
   * The picture of a body that was read.
   *
   * @throws io.spikelet.runtime.image.ImageFormatException if it is no picture, or one too large
   */
  public Image decode(byte[] body) {
    return PngCodec.decode(body, limits);
  }
}
