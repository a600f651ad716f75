package io.spikelet.service.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Receives a body, never more of it than the limit, whatever length the client declares or leaves
 * open, and decodes it.
 */
@Component
public final class BodyReader {
  /** Boundaries and headers around the part of a multipart body; what a coding adds. */
  private static final int EXTRA = 64 << 10;

  private final int limit;
  private final RequestLimits limits;
  private final BodySettings settings;
  private final MemoryBudget memory;
  private final Decoding decoding;

  BodyReader(RequestLimits limits, BodySettings settings, Decoding decoding) {
    this.limit = Math.toIntExact(limits.maxBody().toBytes());
    this.limits = limits;
    this.settings = settings;
    this.memory = new MemoryBudget(settings.memoryBytes(), KeptBody.COPIES * (limit + EXTRA));
    this.decoding = decoding;
  }

  /**
   * What the body holds.
   *
   * @throws EmptyBodyException if there is none
   * @throws UnsupportedBodyException if the declared type is not one that is read here
   * @throws UnsupportedCodingException if the declared content coding is not read
   * @throws BodyTooLargeException if there are more bytes than the limit, content coding taken off
   * @throws MalformedBodyException if the body cannot be read to its end
   * @throws SlowBodyException if it comes too slowly
   * @throws BusyException if others take all memory
   * @throws DeadlineExceededException if the request's time is over
   */
  public <T> T read(HttpServletRequest request, BodyKind kind, BodyDecoder<T> decoder) {
    return readIfPresent(request, kind, decoder).orElseThrow(() -> new EmptyBodyException(kind));
  }

  /** As {@link #read}, where the body may be left out. */
  public <T> Optional<T> readIfPresent(
      HttpServletRequest request, BodyKind kind, BodyDecoder<T> decoder) {
    RequestDeadline deadline = RequestDeadline.of(request, limits.deadline());
    try (MemoryBudget.Share share = memory.share()) {
      byte[] body = received(request, kind, share, deadline);
      return body.length == 0
          ? Optional.empty()
          : Optional.of(
              decoding.run(deadline, decoder.workingBytes(body), () -> decoder.decode(body)));
    }
  }

  /**
   * Refuses a body where none is read, so that parameters sent as a form are not ignored in
   * silence.
   *
   * @throws UnsupportedBodyException if there is one
   */
  public void refuse(HttpServletRequest request) {
    try {
      if (request.getContentLengthLong() > 0 || request.getInputStream().read() >= 0) {
        throw new UnsupportedBodyException(
            String.valueOf(request.getContentType()), "no body; parameters stand in the query");
      }
    } catch (SocketTimeoutException stalled) {
      throw new SlowBodyException("The body stopped coming before it was complete.");
    } catch (IOException broken) {
      throw brokenOff(broken);
    }
  }

  private byte[] received(
      HttpServletRequest request,
      BodyKind kind,
      MemoryBudget.Share share,
      RequestDeadline deadline) {
    if (request.getContentLengthLong() == 0) {
      return new byte[0];
    }
    MediaType type = type(request.getContentType(), kind);
    try {
      InputStream in = request.getInputStream();
      if (type != null && !isMultipart(type) && !kind.reads(type)) {
        return none(in, type, kind);
      }
      ContentCoding coding = ContentCoding.of(request);
      boolean plain = coding == ContentCoding.IDENTITY && !isMultipart(type);
      ReceivedBody received =
          new ReceivedBody(
              in, limit, plain ? 0 : EXTRA, deadline, settings.time(), settings.leastRate());
      received.requireWithinLimit(request.getContentLengthLong());
      try (KeptBody kept = new KeptBody(coding.decoded(received), received, share, deadline)) {
        return type != null && isMultipart(type)
            ? part(MultipartBody.read(kept, type, limit), kind)
            : kept.all(limit);
      }
    } catch (SocketTimeoutException stalled) {
      throw new SlowBodyException("The body stopped coming before it was complete.");
    } catch (IOException broken) {
      throw brokenOff(broken);
    }
  }

  /** A body of unknown length may turn out to be none at all; one byte tells. */
  private static byte[] none(InputStream in, MediaType type, BodyKind kind) throws IOException {
    if (in.read() >= 0) {
      throw new UnsupportedBodyException(String.valueOf(type), kind.sentence());
    }
    return new byte[0];
  }

  private static boolean isMultipart(@Nullable MediaType type) {
    return type != null && type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA);
  }

  private static byte[] part(MultipartBody body, BodyKind kind) {
    MediaType type = type(body.type(), kind);
    if (type != null && !kind.reads(type)) {
      throw new UnsupportedBodyException("multipart with " + type, kind.sentence());
    }
    return body.content();
  }

  private static @Nullable MediaType type(@Nullable String header, BodyKind kind) {
    if (header == null) {
      return null;
    }
    try {
      return MediaType.parseMediaType(header);
    } catch (InvalidMediaTypeException malformed) {
      throw new UnsupportedBodyException(header, kind.sentence());
    }
  }

  private static MalformedBodyException brokenOff(IOException broken) {
    return new MalformedBodyException("The body could not be read to its end.", broken);
  }
}
