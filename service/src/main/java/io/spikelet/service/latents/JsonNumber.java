package io.spikelet.service.latents;

import static io.spikelet.service.latents.JsonPlace.refused;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Numbers by their exact value, however they are written: 1, 1.0, 10e-1. */
final class JsonNumber {
  private JsonNumber() {}

  /**
   * Whether the current value is a spike.
   *
   * @throws MalformedSpikeTrainException if it is neither 0 nor 1, false nor true
   */
  static boolean fires(JsonParser parser, JsonToken value) {
    return switch (value) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> isOne(parser);
      default -> throw noSpike(parser);
    };
  }

  private static boolean isOne(JsonParser parser) {
    int length = parser.getStringLength();
    char first = parser.getStringCharacters()[parser.getStringOffset()];
    // By far the most; the others are compared as decimals.
    if (length == 1 && (first == '0' || first == '1')) {
      return first == '1';
    }
    BigDecimal exact = exact(parser);
    if (exact == null || (exact.signum() != 0 && exact.compareTo(BigDecimal.ONE) != 0)) {
      throw noSpike(parser);
    }
    return exact.signum() != 0;
  }

  /**
   * The current value as a whole number.
   *
   * @throws MalformedSpikeTrainException if it is none from 1 to {@code most}
   */
  static int whole(JsonParser parser, int most) {
    BigDecimal exact = parser.currentToken().isNumeric() ? exact(parser) : null;
    if (exact == null
        || exact.compareTo(BigDecimal.ONE) < 0
        || exact.compareTo(BigDecimal.valueOf(most)) > 0
        || exact.stripTrailingZeros().scale() > 0) {
      throw refused(
          parser,
          "%s is %s; allowed is a whole number from 1 to %d"
              .formatted(JsonPlace.of(parser), JsonPlace.value(parser), most));
    }
    return exact.intValue();
  }

  /** Null where it has more digits, or a larger exponent, than anybody writes. */
  private static @Nullable BigDecimal exact(JsonParser parser) {
    int length = parser.getStringLength();
    if (length > JsonPlace.LONGEST) {
      return null;
    }
    try {
      return new BigDecimal(parser.getStringCharacters(), parser.getStringOffset(), length);
    } catch (NumberFormatException exponent) {
      return null;
    }
  }

  private static MalformedSpikeTrainException noSpike(JsonParser parser) {
    return refused(
        parser,
        "%s is %s; a spike is 0 or 1, 0.0 or 1.0, false or true"
            .formatted(JsonPlace.of(parser), JsonPlace.value(parser)));
  }
}
