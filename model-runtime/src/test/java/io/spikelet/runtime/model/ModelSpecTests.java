package io.spikelet.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.audio.FrontEnd;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link ModelSpec} and its file, {@code spikelet.json}. */
class ModelSpecTests {

  private static final String JSON =
      """
      {
        "schemaVersion" : 1,
        "name" : "esvae",
        "family" : "esvae",
        "dataset" : "mnist",
        "timeSteps" : 4,
        "latentSize" : 3,
        "image" : {
          "channels" : 1,
          "height" : 8,
          "width" : 8,
          "range" : {
            "low" : -1.0,
            "high" : 1.0
          }
        },
        "capabilities" : [ "generate", "decode" ],
        "graphs" : {
          "prior" : "prior.onnx",
          "decoder" : "decoder.onnx"
        },
        "layers" : [ {
          "name" : "latent",
          "graph" : "decoder",
          "kind" : "sampling",
          "input" : "none",
          "neurons" : 3,
          "outputChannels" : 1,
          "denseMacs" : 0,
          "evaluations" : 4,
          "spiking" : true
        }, {
          "name" : "final_layer.1",
          "graph" : "decoder",
          "kind" : "transposed-convolution",
          "input" : "spikes",
          "neurons" : 64,
          "outputChannels" : 1,
          "denseMacs" : 192,
          "evaluations" : 4,
          "spiking" : false
        } ],
        "training" : {
          "config" : {
            "batch" : "32",
            "learningRate" : "0.001"
          },
          "command" : "train --family esvae",
          "seed" : 42,
          "dataDigest" : "sha256:0",
          "epochs" : 3,
          "imagesSeen" : 180000,
          "wallTimeSeconds" : 12.5,
          "versions" : {
            "java" : "25",
            "libtorch" : "2.10.0"
          },
          "platform" : "linux-x86_64",
          "startedFrom" : null
        },
        "evaluation" : {
          "mse" : 0.026,
          "ssim" : 0.9
        },
        "golden" : {
          "seed" : 7,
          "pngBase64" : "AQID"
        },
        "licence" : "CC-BY-SA-3.0",
        "labels" : [ ]
      }
      """;

  @Test
  void writesVersionOne() {
    assertThat(new String(ExampleModels.spec().write(), StandardCharsets.UTF_8)).isEqualTo(JSON);
  }

  private static final String AUDIO =
      """
      ,
        "audio" : {
          "sampleRate" : 8000,
          "channelStep" : 0.41,
          "channels" : 39,
          "frames" : 40,
          "smoothing" : 0.004,
          "inhibition" : 3
        }
      }
      """;

  @Test
  void readsVersionOne() {
    assertThat(read(JSON)).isEqualTo(ExampleModels.spec());
  }

  @Test
  void modelThatListensIsOfVersionTwoAndSaysHow() {
    String listening =
        JSON.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2")
            .replace("\"decode\" ]", "\"decode\", \"audio-to-image\" ]")
            .replaceFirst("\\}\\s*$", AUDIO);
    ModelSpec spec = read(listening);
    assertThat(spec.audio()).isEqualTo(new FrontEnd(8_000, 0.41, 39, 40, 0.004, 3));
    assertThat(ModelSpec.read(spec.write())).isEqualTo(spec);
    assertThat(new String(spec.write(), StandardCharsets.UTF_8))
        .contains("\"schemaVersion\" : 2", "\"inhibition\" : 3");
    assertThatThrownBy(
            () -> read(listening.replace("\"schemaVersion\" : 2", "\"schemaVersion\" : 1")))
        .hasMessageContaining("audio is no field of schemaVersion 1");
    assertThatThrownBy(() -> read(JSON.replace("\"decode\" ]", "\"audio-to-image\" ]")))
        .hasMessageContaining("audio must be given for a model that reads sounds");
  }

  @Test
  void namesInJsonAreThoseOfTheTypes() {
    for (Capability capability : EnumSet.complementOf(EnumSet.of(Capability.AUDIO_TO_IMAGE))) {
      assertThat(read(JSON.replace("\"decode\" ]", "\"" + capability.id() + "\" ]")).capabilities())
          .contains(capability);
    }
    assertThat(ModelFamily.values())
        .allSatisfy(
            family ->
                assertThat(family.id())
                    .isEqualTo(family.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
  }

  @Test
  void refusesAnUnknownVersionAndNamesThoseItReads() {
    assertThatThrownBy(() -> read(JSON.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 3")))
        .isInstanceOf(InvalidModelSpecException.class)
        .hasMessage(
            "spikelet.json: schemaVersion should be one that this build reads [1, 2], but is 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"schemaVersion\" : 1,| |schemaVersion",
        "\"schemaVersion\" : 1,|\"schemaVersion\" : \"1\",|schemaVersion",
        "\"dataset\" : \"mnist\",| |dataset",
        "\"timeSteps\" : 4,| |timeSteps",
        "\"timeSteps\" : 4|\"timeSteps\" : 0|timeSteps must be at least 1",
        "\"timeSteps\" : 4|\"timeSteps\" : 4.5|4.5",
        "\"timeSteps\" : 4|\"timeSteps\" : \"4\"|timeSteps",
        "\"timeSteps\" : 4|\"timeSteps\" : null|timeSteps",
        "\"timeSteps\" : 4|\"timeSteps\" : 4, \"colour\" : 1|colour",
        "\"timeSteps\" : 4|\"timeSteps\" : 4, \"timeSteps\" : 5|timeSteps",
        "\"family\" : \"esvae\"|\"family\" : \"gan\"|gan",
        "\"family\" : \"esvae\"|\"family\" : 0|family",
        "\"family\" : \"esvae\"|\"family\" : \"classifier\"|labels",
        "\"labels\" : [ ]|\"labels\" : [\"a\"]|labels",
        "\"generate\", \"decode\"| |capabilities",
        "decoder.onnx|../decoder.onnx|relative",
        "decoder.onnx|prior.onnx|different files",
        "\"channels\" : 1|\"channels\" : 2|channels must be 1 or 3",
        "final_layer.1|latent|different names",
        "\"graph\" : \"decoder\"|\"graph\" : \"encoder\"|one of the graphs",
        "\"wallTimeSeconds\" : 12.5|\"wallTimeSeconds\" : -1|wallTimeSeconds",
        "\"startedFrom\" : null|\"startedFrom\" : \"A b\"|reference",
        "\"mse\" : 0.026|\"mse\" : \"NaN\"|finite",
        "\"seed\" : 7|\"seed\" : -7|2^53-1",
        "AQID|%%|base64",
        "\"licence\" : \"CC-BY-SA-3.0\"|\"licence\" : \"\"|licence must not be empty",
      })
  void refusesWhatItDoesNotUnderstandAndNamesIt(String old, String changed, String named) {
    String json = JSON.replace(old, changed == null ? "" : changed);
    assertThat(json).isNotEqualTo(JSON);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidModelSpecException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource({"''", "null", "[]", "7", "{", "'{} {}'", "\u0000"})
  void refusesWhatIsNoObject(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidModelSpecException.class);
  }

  @Test
  void refusesATruncatedFile() {
    byte[] whole = ExampleModels.spec().write();
    for (int length = 0; length < whole.length - 2; length += 37) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ModelSpec.read(cut)).isInstanceOf(InvalidModelSpecException.class);
    }
  }

  @Test
  void draftNeedsExactlyTheGraphsOfItsSpec() {
    assertThatThrownBy(
            () ->
                PackageDraft.of(
                    ExampleModels.spec(), Map.of(GraphRole.PRIOR, new byte[1]), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decoder.onnx");
    assertThatThrownBy(
            () ->
                PackageDraft.of(
                    ExampleModels.spec(), Map.of(GraphRole.AUDIO, new byte[1]), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AUDIO");
  }

  @Test
  void draftRefusesTwoFilesOfOneName() {
    assertThatThrownBy(
            () ->
                PackageDraft.of(
                    ExampleModels.spec(),
                    Map.of(GraphRole.PRIOR, new byte[1], GraphRole.DECODER, new byte[1]),
                    Map.of("prior.onnx", new byte[1])))
        .hasMessageContaining("prior.onnx");
  }

  @Test
  void packageGivesCopiesOfItsFiles() {
    ModelPackage modelPackage =
        ModelPackage.of(
            ModelRef.parse("esvae:mnist"),
            Digest.of(new byte[0]),
            ExampleModels.spec(),
            Map.of("prior.onnx", new byte[] {1}));
    modelPackage.file("prior.onnx")[0] = 9;
    assertThat(modelPackage.graph(GraphRole.PRIOR)).containsExactly(1);
    assertThat(modelPackage.paths()).isEqualTo(java.util.Set.of("prior.onnx"));
    assertThatThrownBy(() -> modelPackage.graph(GraphRole.AUDIO)).hasMessageContaining("AUDIO");
    assertThatThrownBy(() -> modelPackage.file("x")).hasMessageContaining("[prior.onnx]");
    assertThat(List.of(modelPackage.ref().tagged())).containsExactly("esvae:mnist");
  }

  private static ModelSpec read(String json) {
    return ModelSpec.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
