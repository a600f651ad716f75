package io.spikelet.runtime.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.latent.ImageSeed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link Labels}. */
class LabelsTests {

  private final Labels labels = new Labels(List.of("a", "A", "Ankle boot", "2"));

  @ParameterizedTest
  @CsvSource({"a, 0", "A, 1", "ankle BOOT, 2", "2, 3", "0, 0", "3, 3", "03, 3"})
  void nameComesBeforeItsOtherSpellingsAndThoseBeforeNumbers(String text, int number) {
    Label label = labels.find(text);
    assertThat(label).isEqualTo(new Label(number, labels.names().get(number)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "-1", "", "b", "1.0", "99999999999"})
  void whatIsNoLabelIsRefusedWithAllLabels(String text) {
    assertThatThrownBy(() -> labels.find(text))
        .isInstanceOf(InvalidTaskParameterException.class)
        .hasMessage(
            "parameter label is '%s'; allowed is one of a, A, Ankle boot, 2, or its number, 0 to 3"
                .formatted(text));
  }

  @Test
  void randomStreamPicksEveryLabelAsOften() {
    int[] drawn = new int[4];
    for (int seed = 0; seed < 4000; seed++) {
      drawn[labels.drawn(new ImageSeed(seed, 0)).number()]++;
    }
    // Four standard deviations of a binomial count with n = 4000 and p = 1/4 are 110.
    for (int count : drawn) {
      assertThat(count).isBetween(890, 1110);
    }
  }
}
