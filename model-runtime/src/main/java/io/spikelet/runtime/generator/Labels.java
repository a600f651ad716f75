package io.spikelet.runtime.generator;

import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.latent.RandomStream;
import io.spikelet.runtime.latent.RandomStream.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a package draws one of in each image.
 *
 * @param names in the package's order
 */
record Labels(List<String> names) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /**
   * The label of a text: its name as it is, its name in other letters, or else its number.
   *
   * @throws InvalidTaskParameterException if there is none
   */
  Label find(String text) {
    return first(text::equals)
        .or(() -> first(text::equalsIgnoreCase))
        .or(() -> numbered(text))
        .orElseThrow(
            () -> new InvalidTaskParameterException(TaskParameters.LABEL, text, allowed()));
  }

  /** The label that a random stream picks. */
  Label drawn(ImageSeed seed) {
    // In doubles, since a product of floats may be rounded up to the number of labels.
    double uniform = RandomStream.of(seed).uniforms(Purpose.LABEL, 1)[0];
    return at((int) (uniform * names.size()));
  }

  /** What names a label, as the end of a sentence. */
  String allowed() {
    return "one of %s, or its number, 0 to %d"
        .formatted(String.join(", ", names), names.size() - 1);
  }

  private Optional<Label> first(Predicate<String> fits) {
    return IntStream.range(0, names.size())
        .filter(number -> fits.test(names.get(number)))
        .mapToObj(this::at)
        .findFirst();
  }

  private Optional<Label> numbered(String text) {
    return NUMBER.matcher(text).matches() && Integer.parseInt(text) < names.size()
        ? Optional.of(at(Integer.parseInt(text)))
        : Optional.empty();
  }

  private Label at(int number) {
    return new Label(number, names.get(number));
  }
}
