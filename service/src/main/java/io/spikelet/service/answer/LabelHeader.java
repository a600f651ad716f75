package io.spikelet.service.answer;

import io.spikelet.runtime.generator.Label;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The header that names what was drawn: the labels in the order of the images, separated by commas.
 * In a name a comma, a percent sign and whatever a header cannot carry is percent-encoded UTF-8.
 */
final class LabelHeader {

  static final String NAME = "Snn-Label";

  private LabelHeader() {}

  /** Its value; empty for images of a model that does not draw by label. */
  static Optional<String> of(List<ServedImage> images) {
    List<Label> labels = images.stream().map(ServedImage::label).filter(Objects::nonNull).toList();
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            labels.stream().map(label -> encoded(label.name())).collect(Collectors.joining(", ")));
  }

  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = octet >= ' ' && octet < 0x7f && octet != ',' && octet != '%';
      encoded.append(plain ? (char) octet : "%%%02X".formatted(octet));
    }
    return encoded.toString();
  }
}
