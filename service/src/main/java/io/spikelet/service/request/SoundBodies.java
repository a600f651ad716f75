package io.spikelet.service.request;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.audio.SoundDecoder;
import io.spikelet.runtime.audio.SoundLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
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
   * What is made of the sound.
   *
   * @param prepared makes it; where the sound was decoded, not on the request's own thread
   * @throws EmptyBodyException if there is no body
   * @throws io.spikelet.runtime.audio.SoundFormatException if it is no sound, or one too long
   */
  public <T> T read(HttpServletRequest request, Function<Sound, T> prepared) {
    return bodies.read(request, BodyKind.SOUND, decoder(prepared));
  }

  /** Decodes sounds and makes something of them. */
  public <T> BodyDecoder<T> decoder(Function<Sound, T> prepared) {
    return new BodyDecoder<>() {
      @Override
      public long workingBytes(byte[] body) {
        // Eight bits become a float, and what is computed of it.
        return 5L * body.length;
      }

      @Override
      public T decode(byte[] body) {
        return prepared.apply(SoundDecoder.decode(body, limits));
      }
    };
  }
}
