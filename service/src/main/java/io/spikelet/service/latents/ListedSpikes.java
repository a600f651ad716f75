package io.spikelet.service.latents;

import static io.spikelet.service.latents.JsonPlace.refused;

import io.spikelet.runtime.interruption.Interruption;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The spikes of one sample as an array of time steps, each an array of its neurons' spikes. The
 * first time step says how many neurons there are.
 */
final class ListedSpikes {
  private final JsonParser parser;
  private final long before;
  private final String where;
  private final BitSet bits = new BitSet();
  private int timeSteps;
  private int neurons;

  /**
   * At the beginning of the array.
   *
   * @param before values of other samples of the same body
   */
  ListedSpikes(JsonParser parser, long before) {
    this.parser = parser;
    this.before = before;
    this.where = JsonPlace.of(parser);
  }

  SpikeTrain read() {
    JsonPlace.require(parser, JsonToken.START_ARRAY, "an array of time steps");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonPlace.require(parser, JsonToken.START_ARRAY, "an array of the neurons' spikes");
      Interruption.stopIfInterrupted();
      if (timeSteps == SpikeTrainLimits.TIME_STEPS) {
        throw tooMany("time steps", SpikeTrainLimits.TIME_STEPS);
      }
      timeStep();
      timeSteps++;
    }
    if (timeSteps == 0) {
      throw refused(parser, where + " is empty");
    }
    return SpikeTrain.of(bits, timeSteps, neurons);
  }

  private void timeStep() {
    int d = 0;
    for (JsonToken spike = parser.nextToken();
        spike != JsonToken.END_ARRAY;
        spike = parser.nextToken()) {
      requireRoom(d);
      // Fits: a sample has 2^22 values at most.
      if (JsonNumber.fires(parser, spike)) {
        bits.set(timeSteps * neurons + d);
      }
      d++;
    }
    if (d == 0) {
      throw refused(parser, "%s[%d] is empty".formatted(where, timeSteps));
    }
    if (timeSteps > 0 && d != neurons) {
      throw ragged(d);
    }
    neurons = d;
  }

  private void requireRoom(int d) {
    if (timeSteps > 0 && d == neurons) {
      throw ragged(null);
    }
    if (d == SpikeTrainLimits.NEURONS) {
      throw tooMany("neurons", SpikeTrainLimits.NEURONS);
    }
    int values = timeSteps * neurons + d;
    if (values == SpikeTrainLimits.VALUES) {
      throw tooMany("values", SpikeTrainLimits.VALUES);
    }
    SpikeTrainLimits.requireAll(before + values + 1);
  }

  private MalformedSpikeTrainException ragged(@Nullable Integer found) {
    return refused(
        parser,
        "%s[%d] has %s neurons, but %s[0] has %d"
            .formatted(where, timeSteps, found == null ? "more" : found, where, neurons));
  }

  private MalformedSpikeTrainException tooMany(String what, int most) {
    return refused(
        parser, "%s has more than %d %s; that many are allowed".formatted(where, most, what));
  }
}
