package io.spikelet.service.request;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;

/**
 * The one part of a multipart body, read as it comes: no more of a body is kept than what is wanted
 * of it, whatever it holds besides.
 *
 * @param type as the part declares it
 * @param content its bytes
 */
record MultipartBody(@Nullable String type, byte[] content) {
  private static final String PART = "file";
  private static final int MAX_BOUNDARY = 70;
  private static final int BUFFER = 8 << 10;

  /**
   * Reads the body.
   *
   * @param type of the body, with its boundary
   * @param limit most bytes of the part
   * @throws MalformedBodyException if it is not exactly one part of this name, or no multipart body
   * @throws BodyTooLargeException if the part is larger than the limit
   */
  static MultipartBody read(InputStream in, MediaType type, int limit) throws IOException {
    try {
      MultipartStream stream = new MultipartStream(in, boundary(type), BUFFER, null);
      if (!stream.skipPreamble()) {
        throw wrongParts("none");
      }
      Headers headers = Headers.parse(stream.readHeaders());
      if (!PART.equals(headers.name)) {
        throw wrongParts(headers.name == null ? "one without a name" : "'" + headers.name + "'");
      }
      byte[] content = ReceivedBody.all(stream.newInputStream(), limit);
      if (stream.readBoundary()) {
        throw wrongParts("more than one");
      }
      return new MultipartBody(headers.type, content);
    } catch (MultipartStream.MalformedStreamException | IllegalArgumentException malformed) {
      throw new MalformedBodyException("The multipart body is malformed.", malformed);
    }
  }

  private static byte[] boundary(MediaType type) {
    String boundary = type.getParameter("boundary");
    String plain = boundary == null ? "" : boundary.replace("\"", "");
    if (plain.isEmpty() || plain.length() > MAX_BOUNDARY) {
      throw new MalformedBodyException(
          "The Content-Type of a multipart body has a boundary of 1 to %d characters."
              .formatted(MAX_BOUNDARY));
    }
    return plain.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MalformedBodyException wrongParts(String found) {
    return new MalformedBodyException(
        "A multipart body has exactly one part, named '%s'; this one has %s."
            .formatted(PART, found.length() <= 80 ? found : found.substring(0, 80) + "…"));
  }

  /** The headers of a part that mean something here. */
  private record Headers(@Nullable String name, @Nullable String type) {
    static Headers parse(String text) {
      String name = null;
      String type = null;
      for (String line : text.split("\r\n", -1)) {
        int colon = line.indexOf(':');
        String key = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        switch (key) {
          case "content-disposition" -> name = ContentDisposition.parse(value).getName();
          case "content-type" -> type = value;
          default -> {}
        }
      }
      return new Headers(name, type);
    }
  }
}
