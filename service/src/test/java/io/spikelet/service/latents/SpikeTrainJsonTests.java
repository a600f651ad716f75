package io.spikelet.service.latents;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spikelet.runtime.interruption.WorkInterruptedException;
import io.spikelet.runtime.spike.SpikeTrain;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link SpikeTrainJson}. */
class SpikeTrainJsonTests {
  // Neuron 0 fires at time steps 0 and 2, neuron 1 at time step 1.
  private static final SpikeTrain EXPECTED =
      SpikeTrain.builder(3, 1, 2).fire(0, 0, 0).fire(1, 0, 1).fire(2, 0, 0).build();

  private static final String DEEP = "[".repeat(200_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1,0],[0,1],[1,0]]",
        "[[1.0,0.0],[0.0,1.0],[1.0,0.0]]",
        "[[true,false],[false,true],[true,false]]",
        "[[1,0.0],[false,1e0],[true,-0.0]]",
        "[[1.00000,0e5],[0E-3,10e-1],[0.1e1,-0]]",
        " [ [ 1 , 0 ] ,\n [ 0 , 1 ] ,\t[ 1 , 0 ] ] "
      })
  void aSpikeIsOneHoweverItIsWritten(String spikes) {
    assertThat(read("{\"samples\":[{\"spikes\":%s}]}".formatted(spikes))).containsOnly(EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time_steps\":3,\"neurons\":2,\"samples\":[{\"packed\":\"GQ==\"}]}",
        "{\"samples\":[{\"packed\":\"GQ\"}],\"neurons\":2.0,\"time_steps\":3e0}",
        "{\"samples\":[{\"packed\":null,\"spikes\":[[1,0],[0,1],[1,0]]}],\"neurons\":null}",
        "{\"samples\":[{\"energy\":{\"a\":[1,{}]},\"spikes\":[[1,0],[0,1],[1,0]],\"codes\":[[7]]}]}",
        "{\"model\":\"esvae\",\"samples\":[{\"spikes\":[[1,0],[0,1],[1,0]]}]}"
      })
  void membersComeInAnyOrderAndOthersOfLatentsMayBeThere(String json) {
    // 1 + 8 + 16: bits 0, 3 and 4.
    assertThat(read(json)).containsOnly(EXPECTED);
  }

  @Test
  void everySampleIsATrainOfItsOwn() {
    assertThat(
            read(
                "{\"samples\":[{\"spikes\":[[1]]},{\"packed\":\"AA==\"}],"
                    + "\"time_steps\":1,\"neurons\":1}"))
        .containsExactly(
            SpikeTrain.builder(1, 1, 1).fire(0, 0, 0).build(), SpikeTrain.builder(1, 1, 1).build());
  }

  @Test
  void anyUnicodeEncodingIsRead() {
    String json = "{\"samples\":[{\"spikes\":[[1,0],[0,1],[1,0]]}]}";
    for (Charset charset :
        new Charset[] {
          UTF_8, UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE")
        }) {
      assertThat(SpikeTrainJson.read(json.getBytes(charset))).containsOnly(EXPECTED);
      assertThat(SpikeTrainJson.read(("\uFEFF" + json).getBytes(charset))).containsOnly(EXPECTED);
    }
  }

  @Test
  void whatIsPackedIsWhatIsListed() {
    int timeSteps = 37;
    int neurons = 53;
    Random random = new Random(5);
    SpikeTrain.Builder train = SpikeTrain.builder(timeSteps, 1, neurons);
    StringBuilder listed = new StringBuilder();
    for (int t = 0; t < timeSteps; t++) {
      listed.append(t == 0 ? "[" : ",[");
      for (int d = 0; d < neurons; d++) {
        boolean fires = random.nextBoolean();
        if (fires) {
          train.fire(t, 0, d);
        }
        listed.append(d == 0 ? "" : ",").append(fires ? "1.0" : "0");
      }
      listed.append(']');
    }
    SpikeTrain expected = train.build();
    String packed = Base64.getEncoder().encodeToString(expected.packed(0));
    assertThat(
            read(
                "{\"time_steps\":37,\"neurons\":53,\"samples\":[{\"spikes\":[%s]},{\"packed\":\"%s\"}]}"
                    .formatted(listed, packed)))
        .containsExactly(expected, expected);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        // What the values are.
        spikes(
            "[[0,2]]",
            "samples[0].spikes[0][1] is 2; a spike is 0 or 1, 0.0 or 1.0, false or true (line 1, column 27)."),
        spikes("[[0],[0.5]]", "samples[0].spikes[1][0] is 0.5; a spike is 0 or 1"),
        spikes("[[-1]]", "samples[0].spikes[0][0] is -1;"),
        spikes("[[1.0000000000000000001]]", "is 1.000000000000000000…; a spike is"),
        spikes("[[1e400]]", "is 1e400;"),
        spikes("[[1e-400]]", "is 1e-400;"),
        spikes("[[0e99999999999]]", "is 0e99999999999;"),
        spikes("[[1e999999999]]", "is 1e999999999;"),
        spikes("[[\"1\"]]", "samples[0].spikes[0][0] is a text;"),
        spikes("[[null]]", "is null;"),
        spikes("[[[1]]]", "samples[0].spikes[0][0] is an array;"),
        spikes("[[{}]]", "samples[0].spikes[0][0] is an object;"),
        spikes("[[" + "9".repeat(100_000) + "]]", "samples[0].spikes[0]"),
        spikes("[[0." + "0".repeat(100_000) + "]]", "longer than 100"),
        spikes("[[NaN]]", "neither a NumPy array nor JSON that can be read (line 1, column "),
        spikes("[[Infinity]]", "in samples[0].spikes[0][0]"),
        spikes("[[-Infinity]]", "neither"),
        spikes("[[01]]", "neither"),
        spikes("[[+1]]", "neither"),
        spikes("[[.5]]", "neither"),
        spikes("[[1.]]", "neither"),
        spikes("[[0x1]]", "neither"),
        spikes("[[True]]", "neither"),
        spikes("[['1']]", "neither"),
        spikes("[[1,]]", "neither"),
        spikes("[[1 0]]", "neither"),
        spikes("[[1//\n]]", "neither"),
        // Their shape.
        spikes(
            "[[0,1],[0]]", "samples[0].spikes[1] has 1 neurons, but samples[0].spikes[0] has 2 ("),
        spikes(
            "[[0],[0,1]]", "samples[0].spikes[1] has more neurons, but samples[0].spikes[0] has 1"),
        spikes("[[0,1],[]]", "samples[0].spikes[1] is empty"),
        spikes("[[]]", "samples[0].spikes[0] is empty"),
        spikes("[]", "samples[0].spikes is empty"),
        spikes("[0,1]", "samples[0].spikes[0] is 0, not an array of the neurons' spikes"),
        spikes("[null]", "samples[0].spikes[0] is null, not an array"),
        spikes("\"0101\"", "samples[0].spikes is a text, not an array of time steps"),
        spikes("{}", "samples[0].spikes is an object, not an array of time steps"),
        spikes(
            "[" + "[0],".repeat(4096) + "[0]]", "samples[0].spikes has more than 4096 time steps"),
        spikes("[[" + "0,".repeat(65_536) + "0]]", "samples[0].spikes has more than 65536 neurons"),
        spikes(
            "[" + ("[" + "0,".repeat(2047) + "0],").repeat(2048) + "[0]]",
            "samples[0].spikes has more than 4194304 values"),
        json(
            "{\"samples\":[{\"spikes\":[[0,1]]},{\"spikes\":[[0]]}]}",
            "samples[1] has 1 time steps of 1 neurons, samples[0] 1 of 2; all are of one size."),
        json(
            "{\"time_steps\":2,\"samples\":[{\"spikes\":[[0]]}]}",
            "time_steps is 2, but samples[0].spikes has length 1."),
        json(
            "{\"samples\":[{\"spikes\":[[0]]}],\"neurons\":3}",
            "neurons is 3, but samples[0].spikes[0] has length 1."),
        // Packed.
        packed(
            "AA==",
            2,
            8,
            "samples[0].packed does not fit: 2 time steps of 8 neurons are 2 packed bytes, not 1."),
        packed(
            "CA==",
            1,
            3,
            "samples[0].packed does not fit: the last packed byte may only use its lowest 3 bits."),
        packed("A*==", 1, 3, "samples[0].packed is not base64"),
        packed("AA\\u0000=", 1, 3, "samples[0].packed is not base64"),
        packed(
            "AA==",
            4096,
            65536,
            "The JSON has 4096 time steps of 65536 neurons; allowed are 4194304 values a sample."),
        packed("A".repeat(800_000), 1, 8, "samples[0].packed has more than 4194304 values"),
        json(
            "{\"samples\":[{\"packed\":\"AA==\"}]}",
            "samples[0].packed needs the members time_steps and neurons."),
        json("{\"samples\":[{\"packed\":7}]}", "samples[0].packed is 7, not base64 text"),
        json(
            "{\"samples\":[{\"packed\":\"AA==\",\"spikes\":[[0]]}]}",
            "samples[0] has both spikes and packed; it needs one of them"),
        // Members.
        json("{}", "In the JSON, there is no member samples."),
        json("{\"samples\":null}", "In the JSON, there is no member samples."),
        json("{\"samples\":[]}", "There are 0 samples; allowed are 1 to 64."),
        json("{\"samples\":{}}", "samples is an object, not an array of samples"),
        json(
            "{\"samples\":[{}]}", "samples[0] has neither spikes nor packed; it needs one of them"),
        json(
            "{\"samples\":[[[0]]]}",
            "samples[0] is an array, not an object with 'spikes' or 'packed'"),
        json(
            "{\"samples\":[{\"spikes\":[[0]]},{\"spike\":[[0]]}]}",
            "In the JSON, there is no member samples[1].spike; read are packed, spikes ("),
        json(
            "{\"time_step\":1}",
            "there is no member time_step; read are neurons, samples, time_steps"),
        json("{\"" + "x".repeat(90) + "\":1}", "there is no member xxxxxxxxxxxxxxxxxxxx…;"),
        json("{\"" + "x".repeat(100_000) + "\":1}", "a name or a nesting longer than 100"),
        json("{\"\\u0007\\n\":1}", "there is no member ??; read"),
        json(
            "{\"neurons\":1,\"neurons\":1}",
            "In the JSON, neurons is there twice (line 1, column 14)."),
        json(
            "{\"samples\":[{\"spikes\":[[0]],\"spikes\":[[0]]}]}",
            "samples[0].spikes is there twice"),
        json("{\"samples\":[{\"spikes\":[[0]]}],\"samples\":[]}", "samples is there twice"),
        json("{\"neurons\":0}", "neurons is 0; allowed is a whole number from 1 to 65536"),
        json("{\"neurons\":1.5}", "neurons is 1.5;"),
        json(
            "{\"time_steps\":4097}",
            "time_steps is 4097; allowed is a whole number from 1 to 4096"),
        json("{\"time_steps\":1e99999}", "time_steps is 1e99999;"),
        json("{\"time_steps\":\"8\"}", "time_steps is a text;"),
        json("{\"samples\":[" + "{\"spikes\":[[0]]},".repeat(64) + "{}]}", "There are 65 samples"),
        // The whole.
        json("{\"model\":" + DEEP, "model[0]"),
        json("{\"samples\":" + DEEP, "samples[0] is an array"),
        json(DEEP, "nor a JSON object with the member 'samples'"),
        json("", "nor a JSON object"),
        json("  \n", "nor a JSON object"),
        json("null", "nor a JSON object"),
        json("[[[0,1]]]", "nor a JSON object"),
        json("nonsense", "neither a NumPy array nor JSON that can be read (line 1, column "),
        json("\u0000\u0000\u0000\u0000\u0000", "neither"),
        json("<html></html>", "neither"),
        json("{", "The JSON ends before it is complete"),
        json("{\"samples\":[{\"spikes\":[[0,1],[0", "The JSON ends before it is complete"),
        json("{\"samples\":[{\"packed\":\"AAAA", "The JSON ends before it is complete"),
        json(
            "{\"samples\":[{\"spikes\":[[0]]}]} {}",
            "In the JSON, something follows its end (line 1, column "),
        json("{\"samples\":[{\"spikes\":[[0]]}]}x", "neither"),
        json("{'samples':[]}", "neither"),
        json("{samples:[]}", "neither"),
        json("{\"samples\":[}", "neither"),
        json("{\"samples\":[{\"spikes\":[[0]}]}", "neither"),
        Arguments.of(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}, ""),
        Arguments.of(new byte[] {'{', 0, 0, 0, '"', 0, 0, 0, 0, 0, 0x22, 0}, ""),
        Arguments.of(new byte[] {(byte) 0xFE, (byte) 0xFF, 0, '{', 0}, ""),
        Arguments.of(new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, (byte) 0xD8}, ""),
        Arguments.of(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, ""),
        Arguments.of(new byte[] {(byte) 0xEF, (byte) 0xBB, 1}, ""));
  }

  private static Arguments spikes(String spikes, String sentence) {
    return json("{\"samples\":[{\"spikes\":%s}]}".formatted(spikes), sentence);
  }

  private static Arguments packed(String packed, int timeSteps, int neurons, String sentence) {
    return json(
        "{\"time_steps\":%d,\"neurons\":%d,\"samples\":[{\"packed\":\"%s\"}]}"
            .formatted(timeSteps, neurons, packed),
        sentence);
  }

  private static Arguments json(String json, String sentence) {
    return Arguments.of(json.getBytes(UTF_8), sentence);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aMalformedBodyIsRefusedInASentenceWithoutNamesOfOurCode(byte[] body, String sentence) {
    assertThatExceptionOfType(MalformedSpikeTrainException.class)
        .isThrownBy(() -> SpikeTrainJson.read(body))
        .satisfies(e -> assertThat(e.getMessage()).contains(sentence))
        .satisfies(e -> assertThat(e.getMessage()).matches("[\\x20-\\x7e…\uFFFD]{10,200}\\."))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .doesNotContainIgnoringCase(
                        "java",
                        "jackson",
                        "spikelet",
                        "exception",
                        "feature",
                        "token",
                        "source",
                        "parser",
                        "constraint",
                        "[B"));
  }

  @Test
  void damageIsARefusalOrATrain() {
    byte[] whole =
        "{\"time_steps\":3,\"neurons\":2,\"samples\":[{\"spikes\":[[1,0.0],[false,1],[1,0]],\"index\":3},{\"packed\":\"GQ==\"}]}"
            .getBytes(UTF_8);
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      for (int k = random.nextInt(3); k >= 0 && damaged.length > 0; k--) {
        byte other = whole[random.nextInt(whole.length)];
        damaged[random.nextInt(damaged.length)] =
            random.nextBoolean() ? other : (byte) random.nextInt();
      }
      try {
        assertThat(SpikeTrainJson.read(damaged)).hasSizeBetween(1, 2);
      } catch (MalformedSpikeTrainException refused) {
        assertThat(refused.getMessage()).endsWith(".");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"samples\":[{\"spikes\":[[1,0],[0,1],[1,0]]}]}",
        "{\"samples\":[{\"firing_rates\":[%s0],\"spikes\":[]}]}"
      })
  void anInterruptEndsReading(String json) {
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(WorkInterruptedException.class)
          .isThrownBy(() -> read(json.replace("%s", "0,".repeat(5_000))));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static List<SpikeTrain> read(String json) {
    return SpikeTrainJson.read(json.getBytes(UTF_8));
  }
}
