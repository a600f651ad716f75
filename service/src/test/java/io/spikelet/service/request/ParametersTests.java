package io.spikelet.service.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Tests for {@link Parameters} and {@link ImageSeeds}. */
class ParametersTests {
  @Test
  void absentParametersHaveTheirDefaults() {
    Parameters parameters = parameters(null);
    assertThat(parameters.text("model", "esvae")).isEqualTo("esvae");
    assertThat(parameters.number("n", 1, 64, 1)).isEqualTo(1);
    assertThat(parameters.number("seed", 0, 9)).isEmpty();
    assertThat(parameters.choice("encoding", "spikes", "packed")).isEqualTo("spikes");
  }

  @Test
  void valuesAreDecoded() {
    assertThat(parameters("model=esvae%3Amnist&n=64").text("model", "")).isEqualTo("esvae:mnist");
    assertThat(parameters("model=esvae:mnist&n=64").number("n", 1, 64, 1)).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({
    "n=0, 'Parameter ''n'' is ''0''; allowed is a whole number from 1 to 64.'",
    "n=65, 'Parameter ''n'' is ''65''; allowed is a whole number from 1 to 64.'",
    "n=abc, 'Parameter ''n'' is ''abc''; allowed is a whole number from 1 to 64.'",
    "n=1.5, 'Parameter ''n'' is ''1.5''; allowed is a whole number from 1 to 64.'",
    "n=, 'Parameter ''n'' is ''''; allowed is a whole number from 1 to 64.'",
    "n=-1, 'Parameter ''n'' is ''-1''; allowed is a whole number from 1 to 64.'",
    "n=99999999999999999999, 'Parameter ''n'' is ''99999999999999999999'';"
        + " allowed is a whole number from 1 to 64.'"
  })
  void wrongNumbersAreNamedWithTheirRange(String query, String message) {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> parameters(query).number("n", 1, 64, 1))
        .withMessage(message);
  }

  @Test
  void aWordThatIsNoChoiceIsRefusedWithTheChoices() {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> parameters("encoding=xml").choice("encoding", "spikes", "packed"))
        .withMessage("Parameter 'encoding' is 'xml'; allowed is one of spikes, packed.");
  }

  @Test
  void anUnknownParameterIsRefusedWithTheKnownOnes() {
    assertThatExceptionOfType(UnknownQueryParameterException.class)
        .isThrownBy(() -> parameters("model=a&sede=7").only("model", "seed"))
        .withMessage("There is no parameter 'sede'; this operation has model, seed.");
  }

  @Test
  void aParameterGivenTwiceIsRefused() {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> parameters("n=1&n=2"))
        .withMessage("Parameter 'n' is '2'; allowed is one value; it is given twice.");
  }

  @Test
  void brokenPercentEncodingIsRefused() {
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> parameters("model=%zz"))
        .withMessage("Parameter 'model' is '%zz'; allowed is percent-encoded UTF-8.");
  }

  @Test
  void whatOnlyTheFamilyKnowsIsKept() {
    assertThat(parameters("n=1&temperature=0.5").except("n"))
        .containsExactly(java.util.Map.entry("temperature", "0.5"));
  }

  @Test
  void aSeedIsDrawnWhereItIsAbsent() {
    ImageSeeds first = ImageSeeds.of(parameters(null));
    ImageSeeds second = ImageSeeds.of(parameters(null));
    assertThat(first.seed()).isBetween(0L, ImageSeeds.MAX_SEED).isNotEqualTo(second.seed());
    assertThat(first.index()).isZero();
  }

  @Test
  void theLargestSeedIsTwoToThe53MinusOne() {
    assertThat(ImageSeeds.of(parameters("seed=9007199254740991")).seed())
        .isEqualTo(9007199254740991L);
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> ImageSeeds.of(parameters("seed=9007199254740992")))
        .withMessageContaining("a whole number from 0 to 9007199254740991");
  }

  @Test
  void imageIHasTheStreamOfIndexPlusI() {
    assertThat(new ImageSeeds(7, 5).first(3)).extracting("index").containsExactly(5L, 6L, 7L);
  }

  private static Parameters parameters(@org.jspecify.annotations.Nullable String query) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/generate");
    request.setQueryString(query);
    return Parameters.of(request);
  }
}
