package io.spikelet.service.request;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.audio.SoundDecoder;
import io.spikelet.runtime.audio.SoundLimits;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Reads the sound of a body. */
@Component
public final class SoundBodies {
  private final BodyReader bodies;
  private final SoundLimits limits;

  SoundBodies(BodyReader bodies, RequestLimits limits) {
    this.bodies = bodies;
    this.limits = new SoundLimits(limits.maxAudio());
  }

  /**
   * The sound.
   *
   * @throws EmptyBodyException if there is no body
   * @throws io.spikelet.runtime.audio.SoundFormatException if it is no sound, or one too long
   */
  public Sound read(HttpServletRequest request) {
    return decode(bodies.read(request, BodyKind.SOUND));
  }

  /**
   * The sound of a body that was read.
   *
   * @throws io.spikelet.runtime.audio.SoundFormatException if it is no sound, or one too long
   */
  public Sound decode(byte[] body) {
    return SoundDecoder.decode(body, limits);
  }
}
