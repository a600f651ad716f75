package io.spikelet.service.request;

import io.spikelet.runtime.image.DecodeCost;
import io.spikelet.runtime.image.DecodeLimits;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.runtime.image.PngCodec;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Reads the picture of a body, in the form that a model takes: only that is kept. */
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
  public Image read(HttpServletRequest request, ImageSpec spec, PictureOptions options) {
    return bodies.read(request, BodyKind.IMAGE, decoder(spec, options));
  }

  /** Decodes pictures for a model. */
  public BodyDecoder<Image> decoder(ImageSpec spec, PictureOptions options) {
    return new BodyDecoder<>() {
      @Override
      public long workingBytes(byte[] body) {
        return DecodeCost.of(body, limits).bytes();
      }

      @Override
      public Image decode(byte[] body) {
        return options.prepared(PngCodec.decode(body, limits), spec);
      }
    };
  }
}
