package io.spikelet.service.request;

import java.util.List;
import org.springframework.http.MediaType;

/**
 * What an operation reads from a body. The declared type only decides between 415 and reading; the
 * content itself is always sniffed.
 */
public enum BodyKind {
  /** A picture. */
  IMAGE("an image"),
  /** A sound. */
  SOUND("a sound"),
  /** A picture or a sound, whichever the model takes. */
  IMAGE_OR_SOUND("an image or a sound"),
  /** A latent spike train, as {@code /latents} answered it. */
  SPIKE_TRAIN("a spike train");

  private static final MediaType IMAGES = MediaType.parseMediaType("image/*");
  private static final MediaType SOUNDS = MediaType.parseMediaType("audio/*");

  private final String wanted;

  BodyKind(String wanted) {
    this.wanted = wanted;
  }

  /** With article: "an image". */
  String wanted() {
    return wanted;
  }

  /** Whether a body, or the part of a multipart body, may have this type; none means: look. */
  boolean reads(MediaType type) {
    return type.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM)
        || types().stream().anyMatch(range -> range.includes(type));
  }

  private List<MediaType> types() {
    return switch (this) {
      case IMAGE -> List.of(IMAGES);
      case SOUND -> List.of(SOUNDS);
      case IMAGE_OR_SOUND -> List.of(IMAGES, SOUNDS);
      case SPIKE_TRAIN -> List.of(MediaType.APPLICATION_JSON, Accepted.NPY);
    };
  }

  /** The types, as the end of a sentence. */
  String sentence() {
    return String.join(", ", types().stream().map(MediaType::toString).toList())
        + ", application/octet-stream, or multipart/form-data with one part 'file'";
  }
}
