package io.spikelet.service.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Chooses the media type of an answer (RFC 9110, 12.5.1): each offered type has the quality of the
 * most specific range that names it, the highest quality wins, and among equals the one offered
 * first. A range with {@code q=0} excludes.
 */
public final class Accepted {
  /** NumPy's array file; not registered, but the name in use. */
  public static final MediaType NPY = MediaType.parseMediaType("application/x-npy");

  /** Server-sent events. */
  public static final MediaType EVENTS = MediaType.TEXT_EVENT_STREAM;

  /** A zip archive. */
  public static final MediaType ZIP = MediaType.parseMediaType("application/zip");

  private Accepted() {}

  /**
   * The best of what is offered.
   *
   * @param offered what the operation can answer with, the default first
   * @throws NotAcceptableException if the client accepts none of it
   */
  public static MediaType choose(HttpServletRequest request, MediaType... offered) {
    String accept = String.join(", ", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
    List<MediaType> ranges = ranges(accept, List.of(offered));
    MediaType best = offered[0];
    double bestQuality = 0;
    for (MediaType type : offered) {
      double quality = quality(type, ranges);
      if (quality > bestQuality) {
        best = type;
        bestQuality = quality;
      }
    }
    if (bestQuality == 0) {
      throw new NotAcceptableException(accept, List.of(offered));
    }
    return best;
  }

  private static List<MediaType> ranges(String accept, List<MediaType> offered) {
    if (accept.isBlank()) {
      return List.of(MediaType.ALL);
    }
    try {
      return MediaType.parseMediaTypes(accept);
    } catch (InvalidMediaTypeException malformed) {
      throw new NotAcceptableException(accept, offered);
    }
  }

  private static double quality(MediaType type, List<MediaType> ranges) {
    return ranges.stream()
        .filter(range -> range.includes(type))
        .max(Comparator.comparingInt(Accepted::specificity))
        .map(MediaType::getQualityValue)
        .orElse(0.0);
  }

  private static int specificity(MediaType range) {
    return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
  }
}
