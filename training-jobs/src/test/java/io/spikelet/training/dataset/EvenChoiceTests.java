package io.spikelet.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests for {@link EvenChoice}. */
class EvenChoiceTests {

  @Test
  void everyClassHasAsManyFromItsWholeLength() {
    assertThat(EvenChoice.of(images(0, 1, 0, 1, 0, 1, 0, 1), 2)).containsExactly(0, 4, 1, 5);
  }

  @Test
  void aClassWithFewerRepeatsThem() {
    assertThat(EvenChoice.of(images(1, 0, 0, 0), 3)).containsExactly(1, 2, 3, 0, 0, 0);
  }

  @Test
  void aClassWithoutExamplesIsLeftOut() {
    assertThat(EvenChoice.of(images(1, 1), 2)).containsExactly(0, 1);
  }

  private static ImageSet images(int... labels) {
    byte[][] pixels = new byte[labels.length][1];
    return new PreparedImages(1, 1, 1, pixels, labels, List.of("no", "yes"), "sha256:none");
  }
}
