package io.spikelet.service.latents;

import static io.spikelet.service.latents.JsonPlace.refused;

import io.spikelet.runtime.interruption.Interruption;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Spike trains in JSON as {@link LatentsJson} has them, read in one pass: spikes become bits while
 * they are read, and what is too large is refused where it becomes so. Of a sample {@code spikes}
 * or {@code packed} is read; what else {@code /latents} writes may be there or not.
 */
final class SpikeTrainJson {
  private static final Set<String> MEMBERS = Set.of("time_steps", "neurons", "samples");
  private static final Set<String> WRITTEN = Set.of("model");
  private static final Set<String> SAMPLE_MEMBERS = Set.of("spikes", "packed");
  private static final Set<String> SAMPLE_WRITTEN =
      Set.of("index", "seed", "codes", "spike_times", "firing_rates", "statistics", "energy");

  private static final int DEPTH = 16;
  private static final int LOOK = 4_096;

  /** Names are not collected in a table: a body may have a million different ones. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2 * DEPTH)
                  .maxNumberLength(JsonPlace.LONGEST)
                  .maxStringLength(JsonPlace.LONGEST)
                  .maxNameLength(JsonPlace.LONGEST)
                  .build())
          .build();

  private final JsonParser parser;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable Integer timeSteps;
  private @Nullable Integer neurons;
  private boolean complete;
  private long values;

  private SpikeTrainJson(JsonParser parser) {
    this.parser = parser;
  }

  /** One sample; what its packed spikes are can depend on members that come behind it. */
  private final class Sample {
    private @Nullable SpikeTrain listed;
    private byte @Nullable [] packed;

    void member(String name) {
      if (name.equals("spikes")) {
        listed = new ListedSpikes(parser, values).read();
      } else {
        packed = PackedSpikes.read(parser, values);
      }
    }

    void requireOne(String where) {
      if ((listed == null) == (packed == null)) {
        String found = listed == null ? "neither spikes nor packed" : "both spikes and packed";
        throw refused(parser, "%s has %s; it needs one of them".formatted(where, found));
      }
    }

    long values() {
      return listed != null
          ? (long) listed.timeSteps() * listed.neurons()
          : (long) Byte.SIZE * (packed == null ? 0 : packed.length);
    }
  }

  /**
   * Memory that {@link #read} takes for a body of this length: bits, and copies while they grow.
   */
  static long bytes(long length) {
    return 4 * Math.min(length, SpikeTrainLimits.ALL_VALUES / Byte.SIZE);
  }

  /**
   * The spike trains, one a sample.
   *
   * @throws MalformedSpikeTrainException if the body is no JSON, or not of spike trains; the
   *     message says where
   */
  static List<SpikeTrain> read(byte[] body) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      try {
        return new SpikeTrainJson(parser).document();
      } catch (JacksonException unreadable) {
        throw JsonPlace.unreadable(parser, unreadable);
      }
    }
  }

  private List<SpikeTrain> document() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedSpikeTrainException(
          "The body is neither a NumPy array nor a JSON object with the member 'samples'.");
    }
    members(MEMBERS, WRITTEN, this::member);
    if (parser.nextToken() != null) {
      throw refused(parser, "something follows its end");
    }
    if (!complete) {
      throw refused("there is no member samples");
    }
    SpikeTrainLimits.requireSamples(samples.size());
    return trains();
  }

  private interface Member {
    void read(String name);
  }

  /**
   * Reads an object; what is null counts as absent.
   *
   * @param read each once at most
   * @param written skipped
   */
  private void members(Set<String> read, Set<String> written, Member member) {
    Set<String> found = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (!read.contains(name) && !written.contains(name)) {
        throw refused(parser, "there is no member %s".formatted(JsonPlace.of(parser)), read);
      }
      if (!found.add(name)) {
        throw refused(parser, "%s is there twice".formatted(JsonPlace.of(parser)));
      }
      JsonToken value = parser.nextToken();
      if (written.contains(name)) {
        skip();
      } else if (value != JsonToken.VALUE_NULL) {
        member.read(name);
      }
    }
  }

  private void member(String name) {
    switch (name) {
      case "time_steps" -> timeSteps = JsonNumber.whole(parser, SpikeTrainLimits.TIME_STEPS);
      case "neurons" -> neurons = JsonNumber.whole(parser, SpikeTrainLimits.NEURONS);
      default -> samples();
    }
  }

  private void samples() {
    JsonPlace.require(parser, JsonToken.START_ARRAY, "an array of samples");
    complete = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      SpikeTrainLimits.requireSamples(samples.size() + 1L);
      samples.add(sample());
    }
  }

  private Sample sample() {
    JsonPlace.require(parser, JsonToken.START_OBJECT, "an object with 'spikes' or 'packed'");
    String where = JsonPlace.of(parser);
    Sample sample = new Sample();
    members(SAMPLE_MEMBERS, SAMPLE_WRITTEN, sample::member);
    sample.requireOne(where);
    values += sample.values();
    SpikeTrainLimits.requireAll(values);
    return sample;
  }

  private List<SpikeTrain> trains() {
    List<SpikeTrain> trains = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      trains.add(train("samples[%d]".formatted(i), samples.get(i)));
      requireSame(i, trains.getFirst(), trains.get(i));
    }
    return trains;
  }

  private SpikeTrain train(String where, Sample sample) {
    if (sample.listed == null) {
      return PackedSpikes.train(where, sample.packed, timeSteps, neurons);
    }
    requireDeclared(where + ".spikes", "time_steps", timeSteps, sample.listed.timeSteps());
    requireDeclared(where + ".spikes[0]", "neurons", neurons, sample.listed.neurons());
    return sample.listed;
  }

  private static void requireDeclared(
      String where, String name, @Nullable Integer declared, int found) {
    if (declared != null && declared != found) {
      throw refused("%s is %d, but %s has length %d".formatted(name, declared, where, found));
    }
  }

  private static void requireSame(int i, SpikeTrain first, SpikeTrain other) {
    if (first.timeSteps() != other.timeSteps() || first.neurons() != other.neurons()) {
      throw refused(
          "samples[%d] has %d time steps of %d neurons, samples[0] %d of %d; all are of one size"
              .formatted(
                  i, other.timeSteps(), other.neurons(), first.timeSteps(), first.neurons()));
    }
  }

  /** Passes over a value that is not read, whatever it is. */
  private void skip() {
    int depth = 0;
    int tokens = 0;
    do {
      JsonToken token = parser.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth > DEPTH) {
        throw refused(
            parser, "%s is nested more than %d deep".formatted(JsonPlace.of(parser), DEPTH));
      }
      if (++tokens % LOOK == 0) {
        Interruption.stopIfInterrupted();
      }
    } while (depth > 0 && parser.nextToken() != null);
  }
}
