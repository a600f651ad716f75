package io.spikelet.service.request;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Reads a body into memory, never more of it than the limit, whatever length the client declares or
 * leaves open.
 */
@Component
public final class BodyReader {
  private final int limit;

  BodyReader(RequestLimits limits) {
    this.limit = Math.toIntExact(limits.maxBody().toBytes());
  }

  /**
   * The body's bytes.
   *
   * @throws EmptyBodyException if there are none
   * @throws UnsupportedBodyException if the declared type is not one that is read here
   * @throws BodyTooLargeException if there are more than the limit
   * @throws MalformedBodyException if the body cannot be read to its end
   */
  public byte[] read(HttpServletRequest request, BodyKind kind) {
    return readIfPresent(request, kind).orElseThrow(() -> new EmptyBodyException(kind));
  }

  /** As {@link #read}, where the body may be left out. */
  public Optional<byte[]> readIfPresent(HttpServletRequest request, BodyKind kind) {
    try {
      byte[] bytes = bytes(request, kind);
      return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
    } catch (IOException broken) {
      throw new MalformedBodyException("The body could not be read to its end.", broken);
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
    } catch (IOException broken) {
      throw new MalformedBodyException("The body could not be read to its end.", broken);
    }
  }

  private byte[] bytes(HttpServletRequest request, BodyKind kind) throws IOException {
    if (request.getContentLengthLong() == 0) {
      return new byte[0];
    }
    MediaType type = type(request.getContentType(), kind);
    if (type != null && type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA)) {
      return part(request, kind);
    }
    boolean readable = type == null || kind.reads(type);
    if (request.getContentLengthLong() > limit && readable) {
      throw new BodyTooLargeException(limit);
    }
    // A body of unknown length may turn out to be none at all; one byte tells.
    byte[] bytes = readable ? limited(request.getInputStream()) : first(request.getInputStream());
    if (bytes.length > 0 && !readable) {
      throw new UnsupportedBodyException(String.valueOf(type), kind.sentence());
    }
    return bytes;
  }

  private static byte[] first(InputStream in) throws IOException {
    return in.readNBytes(1);
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

  private byte[] part(HttpServletRequest request, BodyKind kind) throws IOException {
    Collection<Part> parts = parts(request);
    if (parts.size() != 1 || !parts.iterator().next().getName().equals("file")) {
      throw new MalformedBodyException(
          "A multipart body has exactly one part, named 'file'; this one has %s."
              .formatted(parts.stream().map(Part::getName).toList()));
    }
    Part file = parts.iterator().next();
    MediaType type = type(file.getContentType(), kind);
    if (type != null && !kind.reads(type)) {
      throw new UnsupportedBodyException("multipart with " + type, kind.sentence());
    }
    return limited(file.getInputStream());
  }

  private Collection<Part> parts(HttpServletRequest request) throws IOException {
    try {
      return request.getParts();
    } catch (IllegalStateException tooLarge) {
      // The servlet specification's word for a part or a body above the configured size.
      throw new BodyTooLargeException(limit);
    } catch (ServletException malformed) {
      throw new MalformedBodyException("The multipart body is malformed.", malformed);
    }
  }

  private byte[] limited(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new BodyTooLargeException(limit);
    }
    return bytes;
  }
}
