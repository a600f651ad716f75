package io.spikelet.training.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.training.run.RunException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests for {@link Pairs}. */
class PairsTests {

  // Classes are 0, 1, 2, 0, 1, 2: means 3.5, 50 and 150.
  private final StillImages images = new StillImages(new int[] {0, 10, 200, 7, 90, 100}, 3);
  private final List<String> labels = List.of("0", "1", "2");

  @Test
  void typicalImageIsTheOneNearestToTheMeanOfItsClass() {
    PairedImages paired = new PairedImages(images, labels);
    assertThat(paired.typical()).containsExactly(0, 1, 2);
    assertThat(paired.of(1)).containsExactly(1, 4);
    assertThat(paired.random(2, 5, 1)).isIn(2, 5).isEqualTo(paired.random(2, 5, 1));
  }

  @Test
  void allSoundsOfADigitHaveItsTypicalImage() {
    Pairs pairs = new Pairs(images, labels, Pairing.PER_DIGIT, 1);
    assertThat(pairs.image(0, 2)).isEqualTo(pairs.image(17, 2)).isEqualTo(2);
    assertThat(pairs.candidates(2)).containsExactly(2);
  }

  @Test
  void everyUtteranceHasAnImageOfItsOwn() {
    Pairs pairs = new Pairs(images, labels, Pairing.PER_UTTERANCE, 1);
    assertThat(pairs.candidates(2)).containsExactly(2, 5);
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7)).extracting(i -> pairs.image(i, 2)).contains(2, 5);
  }

  @Test
  void errorIsThatAgainstTheMostSimilarImage() {
    Likeness likeness = new Likeness(new Pairs(images, labels, Pairing.PER_UTTERANCE, 1));
    // Images of one level have no shape: an answer without one is like them.
    assertThat(likeness.error(new float[784], 1)).isZero();
  }

  @Test
  void imagesOfOtherClassesAreRefused() {
    assertThatThrownBy(() -> new PairedImages(images, List.of("0", "1")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("setting images must name images of the sounds' classes");
  }
}
