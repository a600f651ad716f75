package io.spikelet.service.request;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.audio.SoundCost;
import io.spikelet.runtime.audio.SoundDecoder;
import io.spikelet.runtime.audio.SoundLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
   * @param frontEnd that it is heard through; null if it is refused anyway
   * @param prepared makes it; where the sound was decoded, not on the request's own thread
   * @throws EmptyBodyException if there is no body
   * @throws io.spikelet.runtime.audio.SoundFormatException if it is no sound, or one too long
   */
  public <T> T read(
      HttpServletRequest request, @Nullable FrontEnd frontEnd, Function<Sound, T> prepared) {
    return bodies.read(request, BodyKind.SOUND, decoder(frontEnd, prepared));
  }

  /** Decodes sounds and makes something of them. */
  public <T> BodyDecoder<T> decoder(@Nullable FrontEnd frontEnd, Function<Sound, T> prepared) {
    return new BodyDecoder<>() {
      @Override
      public long workingBytes(byte[] body) {
        return SoundCost.of(body, limits, frontEnd).bytes();
      }

      @Override
      public T decode(byte[] body) {
        return prepared.apply(SoundDecoder.decode(body, limits));
      }
    };
  }
}
