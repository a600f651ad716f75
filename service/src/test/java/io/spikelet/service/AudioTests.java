package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.audio.SoundFiles;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.service.ServiceClient.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code POST /audio-to-image}, and {@code /latents} of models that listen or have no prior. */
class AudioTests extends WholeService {
  private static final String PATH = "/audio-to-image?seed=7&index=2";
  private static final String EVENTS = "text/event-stream";
  private static final String WAV = "audio/wav";
  private static final byte[] SOUND = sound(500);

  @Test
  void aSoundBecomesAnImageWithItsCost() {
    Answer answer = post(PATH, SOUND);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    Image image = PngCodec.decode(answer.body());
    assertThat(List.of(image.width(), image.height())).containsExactly(8, 8);
    assertThat(answer.header("Snn-Model")).startsWith("audiocoder:latest@sha256:");
    assertThat(answer.header("Snn-Seed")).isEqualTo("7");
    assertThat(answer.header("Snn-Synops")).matches("ac=[1-9]\\d*;mac=0;dense=\\d+");
    assertThat(answer.header("Server-Timing")).contains("queue", "latent", "decode", "encode");
    assertThat(answer.header("Repr-Digest")).startsWith("sha-256=:");
    assertThat(answer.header("Vary")).isEqualTo("Accept");
    for (String header : new String[] {"Energy-Estimate", "Spikes", "Firing-Rate"}) {
      assertThat(answer.header("Snn-" + header)).isNotEmpty();
    }
    assertThat(answer.header("Snn-Energy-Ann-Equivalent")).isNotEmpty();
  }

  @Test
  void everyFormatHasTheSameImage() {
    byte[] png = post(PATH, SOUND).body();
    JsonNode item = post(PATH, SOUND, "Accept", "application/json").json().at("/data/0");
    assertThat(item.at("/b64_json").asString()).isEqualTo(Base64.getEncoder().encodeToString(png));
    assertThat(item.at("/index").asInt()).isEqualTo(2);
    assertThat(item.has("mse")).isFalse();
    NpyArray array = NpyArray.parse(post(PATH, SOUND, "Accept", "application/x-npy").body());
    assertThat(array.shape()).containsExactly(1, 8, 8, 1);
    assertThat(post(PATH, SOUND, "Accept", "application/zip").body()).startsWith('P', 'K');
  }

  @Test
  void theContentDecidesWhatASoundIs() {
    byte[] expected = post(PATH, SOUND).body();
    byte[] sphere = SoundFiles.sphere(8_000, SoundFiles.tone(500, 8_000, 4_000));
    assertThat(post(PATH, sphere).body()).isEqualTo(expected);
    assertThat(service.post(PATH, SOUND).body()).isEqualTo(expected);
    assertThat(service.post(PATH, SOUND, "Content-Type", "application/octet-stream").body())
        .isEqualTo(expected);
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n";
    byte[] form = joined(ascii(head), SOUND, ascii("\r\n--b--\r\n"));
    assertThat(service.post(PATH, form, "Content-Type", "multipart/form-data; boundary=b").body())
        .isEqualTo(expected);
  }

  @Test
  void everyTimeStepIsSentAndTheLastIsTheImage() {
    Answer whole = post(PATH, SOUND);
    Answer early = post(PATH + "&time_steps=3", SOUND);
    List<Event> events = Event.of(post(PATH, SOUND, "Accept", EVENTS));
    assertThat(events).hasSize(8);
    assertThat(events.subList(0, 7))
        .extracting(Event::name)
        .containsOnly("image_generation.partial_image");
    assertThat(events.get(2).png()).isEqualTo(early.body());
    assertThat(events.get(2).joules()).isEqualTo(joules(early)).isLessThan(joules(whole));
    Event completed = events.getLast();
    assertThat(completed.name()).isEqualTo("image_generation.completed");
    assertThat(completed.png()).isEqualTo(whole.body());
    assertThat(completed.joules()).isEqualTo(joules(whole));
    assertThat(completed.data().at("/model").asString()).isEqualTo(whole.header("Snn-Model"));
    assertThat(Event.of(post(PATH + "&time_steps=3", SOUND, "Accept", EVENTS))).hasSize(4);
  }

  @Test
  void anImageIsTheSameAloneAndAmongOthers() {
    byte[] alone = post(PATH, SOUND).body();
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<CompletableFuture<byte[]>> others =
          IntStream.range(0, 24)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              i % 3 == 0
                                  ? post(PATH, SOUND).body()
                                  : post("/audio-to-image?seed=" + i, sound(200 + 50 * i)).body(),
                          clients))
              .toList();
      for (int i = 0; i < others.size(); i += 3) {
        assertThat(others.get(i).join()).isEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-npy"})
  void decodingTheLatentsOfASoundIsItsImage(String type) {
    Answer latents = post("/latents?model=audiocoder&seed=7&index=2", SOUND, "Accept", type);
    assertThat(latents.status()).isEqualTo(200);
    Answer decoded = service.post("/decode?model=audiocoder", latents.body(), "Content-Type", type);
    assertThat(decoded.status()).isEqualTo(200);
    assertThat(decoded.body()).isEqualTo(post(PATH, SOUND).body());
  }

  @Test
  void decodingTheLatentsOfAnImageIsItsReconstruction() {
    byte[] image = service.post("/generate?seed=3").body();
    String query = "?model=spiking-autoencoder&seed=7";
    Answer latents = service.post("/latents" + query, image, "Content-Type", "image/png");
    Answer decoded =
        service.post(
            "/decode?model=spiking-autoencoder",
            latents.body(),
            "Content-Type",
            "application/json");
    assertThat(decoded.body())
        .isEqualTo(service.post("/reconstruct" + query, image, "Content-Type", "image/png").body());
  }

  @Test
  void anInspectedSoundIsOnePicture() {
    Answer panel = post(PATH + "&view=inspect", SOUND);
    assertThat(panel.status()).isEqualTo(200);
    assertThat(panel.header("Content-Type")).isEqualTo("image/png");
    assertThat(panel.header("Snn-Spikes")).isEqualTo(post(PATH, SOUND).header("Snn-Spikes"));
    Image picture = PngCodec.decode(panel.body());
    assertThat(picture.width()).isGreaterThan(2 * picture.height());
    assertThat(post(PATH + "&view=inspect&time_steps=2", SOUND).body()).isNotEqualTo(panel.body());
    for (String type : new String[] {"application/json", EVENTS}) {
      assertProblem(post(PATH + "&view=inspect", SOUND, "Accept", type), 406, "image/png");
    }
  }

  @Test
  void anOrdinaryNetworkDrawsAndShowsNoSpikes() {
    String path = "/audio-to-image?model=ann-audiocoder";
    Answer image = post(path, SOUND);
    assertThat(image.status()).isEqualTo(200);
    assertThat(image.header("Snn-Spikes")).isEqualTo("0");
    Image with = PngCodec.decode(post(PATH + "&view=inspect", SOUND).body());
    Image without = PngCodec.decode(post(path + "&view=inspect", SOUND).body());
    assertThat(without.width()).isLessThan(with.width());
    assertProblem(post(path, SOUND, "Accept", EVENTS), 406, "image/png");
  }

  @ParameterizedTest
  @CsvSource({
    "/audio-to-image?model=esvae, 422, 'does not offer audio-to-image'",
    "/audio-to-image?model=nope, 404, 'No model nope:latest'",
    "/audio-to-image?time_steps=8, 400, 'a whole number from 1 to 7'",
    "/audio-to-image?view=both, 400, 'one of image, inspect'",
    "/audio-to-image?n=2, 400, 'this operation has model, seed, index, view, time_steps'",
    "/generate?model=audiocoder, 415, 'no body'",
    "/latents?model=esvae, 422, 'does not listen: its latent spikes come from images'",
    "/latents?model=spiking-autoencoder, 422, 'does not listen'",
    "/latents?model=ann-audiocoder, 422, 'an ordinary network and has no spike trains'",
    "/reconstruct, 415, 'image/*'"
  })
  void aSoundInTheWrongPlaceIsNamed(String path, int status, String detail) {
    assertProblem(post(path, SOUND), status, detail);
  }

  @Test
  void anImageIsNotHeard() {
    byte[] image = service.post("/generate?seed=3").body();
    assertProblem(
        service.post("/latents?model=audiocoder", image, "Content-Type", "image/png"),
        422,
        "listens: its latent spikes come from sounds, but this is an image");
    assertProblem(service.post("/audio-to-image", image), 422, "neither RIFF/WAVE nor NIST SPHERE");
    assertProblem(
        service.post("/audio-to-image", image, "Content-Type", "image/png"), 415, "audio/*");
  }

  @ParameterizedTest
  @CsvSource({
    "/audio-to-image, 400, 'The body is empty; send a sound'",
    "/latents?model=audiocoder, 400, 'The body is empty; send a sound'",
    "/latents?model=spiking-autoencoder, 400, 'The body is empty; send an image'",
    "/generate?model=spiking-autoencoder, 422, 'does not offer generate'"
  })
  void aModelWithoutAPriorNeedsABody(String path, int status, String detail) {
    assertProblem(service.post(path), status, detail);
  }

  private Answer post(String path, byte[] sound, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = WAV;
    return service.post(path, sound, all);
  }

  private static byte[] sound(double frequency) {
    return SoundFiles.wave(8_000, SoundFiles.tone(frequency, 8_000, 4_000));
  }

  private static double joules(Answer answer) {
    return Double.parseDouble(answer.header("Snn-Energy-Estimate").split(";", 2)[0]);
  }

  private static void assertProblem(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().at("/detail").asString()).contains(detail);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
