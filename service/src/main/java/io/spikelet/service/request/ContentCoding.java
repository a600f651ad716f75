package io.spikelet.service.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;

/** How a client has coded a body on its way (RFC 9110, 8.4). */
enum ContentCoding {
  /** Not at all. */
  IDENTITY,
  /** By gzip, once. */
  GZIP;

  private static final int LONGEST = 80;

  /**
   * The coding of a request's body.
   *
   * @throws UnsupportedCodingException if it is another, or more than one
   */
  static ContentCoding of(HttpServletRequest request) {
    String header =
        String.join(",", Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)));
    List<String> codings =
        Arrays.stream(header.split(",", -1))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
            .toList();
    if (codings.isEmpty()) {
      return IDENTITY;
    }
    if (codings.size() == 1 && (codings.contains("gzip") || codings.contains("x-gzip"))) {
      return GZIP;
    }
    throw new UnsupportedCodingException(
        header.length() <= LONGEST ? header : header.substring(0, LONGEST) + "…");
  }

  /** What the body was before. */
  InputStream decoded(InputStream in) {
    return switch (this) {
      case IDENTITY -> in;
      case GZIP -> new GzipBody(in);
    };
  }
}
