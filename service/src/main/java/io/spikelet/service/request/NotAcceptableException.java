package io.spikelet.service.request;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;

/** None of the media types that the client accepts is offered here. */
public final class NotAcceptableException extends RuntimeException {
  private final List<MediaType> offered;

  NotAcceptableException(String accept, List<MediaType> offered) {
    super(
        "The header Accept is '%s'; offered here: %s."
            .formatted(
                accept,
                offered.stream().map(MediaType::toString).collect(Collectors.joining(", "))));
    this.offered = List.copyOf(offered);
  }

  public List<MediaType> offered() {
    return offered;
  }
}
