package io.spikelet.service.latents;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of {@link LatentsJson} that decoding needs; the rest may be there or not.
 *
 * @param timeSteps needed for packed spikes only
 * @param neurons needed for packed spikes only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SpikeTrainJson(
    @JsonProperty("time_steps") @Nullable Integer timeSteps,
    @JsonProperty("neurons") @Nullable Integer neurons,
    @JsonProperty("samples") @Nullable List<Sample> samples) {

  /**
   * Spikes in one of two encodings.
   *
   * @param spikes 0 or 1, {@code [T][D]}
   * @param packed base64 of the bits t*D+d, least significant bit first
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Sample(
      @JsonProperty("spikes") int @Nullable [] @Nullable [] spikes,
      @JsonProperty("packed") @Nullable String packed) {}

  static List<SpikeTrain> read(JsonMapper json, byte[] body) {
    SpikeTrainJson read = parse(json, body);
    if (read == null || read.samples == null) {
      throw new MalformedSpikeTrainException("The JSON has no member 'samples'.");
    }
    List<SpikeTrain> trains = new ArrayList<>();
    for (int i = 0; i < read.samples.size(); i++) {
      try {
        trains.add(read.train(read.samples.get(i)));
      } catch (IllegalArgumentException wrong) {
        throw new MalformedSpikeTrainException(
            "Sample %d is no spike train: %s.".formatted(i, wrong.getMessage()), wrong);
      }
    }
    return trains;
  }

  private static @Nullable SpikeTrainJson parse(JsonMapper json, byte[] body) {
    try {
      return json.readerFor(SpikeTrainJson.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .readValue(body);
    } catch (JacksonException malformed) {
      throw new MalformedSpikeTrainException(
          "The body is neither a NumPy array nor JSON of a spike train: %s."
              .formatted(malformed.getOriginalMessage()),
          malformed);
    }
  }

  private SpikeTrain train(@Nullable Sample sample) {
    if (sample != null && sample.spikes != null) {
      return listed(sample.spikes);
    }
    if (sample == null || sample.packed == null) {
      throw new IllegalArgumentException("it has neither 'spikes' nor 'packed'");
    }
    if (timeSteps == null || neurons == null) {
      throw new IllegalArgumentException("packed spikes need 'time_steps' and 'neurons'");
    }
    return packed(Base64.getDecoder().decode(sample.packed), timeSteps, neurons);
  }

  private static SpikeTrain packed(byte[] packed, int timeSteps, int neurons) {
    // Before anything is allocated: the sizes are only claims.
    if (timeSteps < 1 || neurons < 1 || (long) timeSteps * neurons > 8L * packed.length) {
      throw new IllegalArgumentException(
          "%d packed bytes cannot be %d time steps of %d neurons"
              .formatted(packed.length, timeSteps, neurons));
    }
    return SpikeTrain.unpack(packed, timeSteps, neurons);
  }

  private static SpikeTrain listed(int[] @Nullable [] spikes) {
    // All lengths first: a builder is as large as the first time step claims.
    List<int[]> steps = steps(spikes);
    int neurons = steps.getFirst().length;
    SpikeTrain.Builder train = SpikeTrain.builder(steps.size(), 1, neurons);
    for (int t = 0; t < steps.size(); t++) {
      for (int d = 0; d < neurons; d++) {
        fire(train, steps.get(t)[d], t, d);
      }
    }
    return train.build();
  }

  private static List<int[]> steps(int[] @Nullable [] spikes) {
    List<int[]> steps = new ArrayList<>();
    for (int[] step : spikes) {
      if (step == null || (!steps.isEmpty() && step.length != steps.getFirst().length)) {
        throw new IllegalArgumentException(
            "time step %d has not as many neurons as time step 0".formatted(steps.size()));
      }
      steps.add(step);
    }
    if (steps.isEmpty() || steps.getFirst().length == 0) {
      throw new IllegalArgumentException("it has no spikes at time step 0");
    }
    return steps;
  }

  private static void fire(SpikeTrain.Builder train, int spike, int t, int d) {
    if (spike == 1) {
      train.fire(t, 0, d);
    } else if (spike != 0) {
      throw new IllegalArgumentException(
          "a spike is 0 or 1, not %d (time step %d, neuron %d)".formatted(spike, t, d));
    }
  }
}
