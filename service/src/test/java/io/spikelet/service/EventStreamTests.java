package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Images as streams of events, and with fewer time steps. */
class EventStreamTests extends WholeService {
  private static final String EVENTS = "text/event-stream";
  private static final String PNG = "image/png";

  @ParameterizedTest
  @ValueSource(strings = {"esvae", "fsvae"})
  void everyTimeStepIsSentAndTheLastIsTheImage(String model) {
    Answer stream = service.post("/generate?seed=7&model=" + model, "Accept", EVENTS);
    Answer whole = service.post("/generate?seed=7&model=" + model);
    assertThat(stream.status()).isEqualTo(200);
    assertThat(stream.header("Content-Type")).startsWith(EVENTS);
    assertThat(stream.header("Snn-Seed")).isEqualTo("7");
    List<Event> events = Event.of(stream);
    assertThat(events).hasSize(9);
    for (int step = 0; step < 8; step++) {
      assertThat(events.get(step).name()).isEqualTo("image_generation.partial_image");
      assertThat(events.get(step).data().at("/partial_image_index").asInt()).isEqualTo(step);
    }
    Event completed = events.getLast();
    assertThat(completed.name()).isEqualTo("image_generation.completed");
    assertThat(completed.data().at("/type").asString()).isEqualTo(completed.name());
    assertThat(completed.data().at("/model").asString()).isEqualTo(whole.header("Snn-Model"));
    assertThat(completed.data().at("/energy/spikes").asString())
        .isEqualTo(whole.header("Snn-Spikes"));
    assertThat(completed.png()).isEqualTo(whole.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"esvae", "fsvae"})
  void fewerTimeStepsGiveThePartialImageForLessEnergy(String model) {
    List<Event> events =
        Event.of(service.post("/generate?seed=3&model=" + model, "Accept", EVENTS));
    Answer early = service.post("/generate?seed=3&time_steps=2&model=" + model);
    Answer whole = service.post("/generate?seed=3&model=" + model);
    assertThat(early.body()).isEqualTo(events.get(1).png());
    assertThat(joules(early)).isPositive().isLessThan(joules(whole));
    assertThat(events.get(1).joules()).isEqualTo(joules(early));
  }

  @ParameterizedTest
  @CsvSource({"esvae, 8", "fsvae, 8", "spiking-autoencoder, 6"})
  void reconstructionIsWatchedToo(String model, int timeSteps) {
    byte[] image = service.post("/generate?seed=3").body();
    String path = "/reconstruct?seed=7&index=2&model=" + model;
    Answer stream = service.post(path, image, "Content-Type", PNG, "Accept", EVENTS);
    Answer whole = service.post(path, image, "Content-Type", PNG);
    Answer json = service.post(path, image, "Content-Type", PNG, "Accept", "application/json");
    Answer early = service.post(path + "&time_steps=2", image, "Content-Type", PNG);
    List<Event> events = Event.of(stream);
    assertThat(events).hasSize(timeSteps + 1);
    assertThat(events.get(1).png()).isEqualTo(early.body());
    assertThat(events.get(1).joules()).isEqualTo(joules(early));
    assertThat(joules(early)).isLessThan(joules(whole));
    JsonNode completed = events.getLast().data();
    assertThat(completed.at("/index").asInt()).isEqualTo(2);
    assertThat(events.getLast().png()).isEqualTo(whole.body());
    for (String same : new String[] {"mse", "scale", "ssim", "energy"}) {
      assertThat(completed.get(same)).isEqualTo(json.json().at("/data/0").get(same));
    }
  }

  @Test
  void reconstructionWithoutTimeStepsIsNotWatched() {
    byte[] image = service.post("/generate?seed=3").body();
    String path = "/reconstruct?model=ann-vae";
    assertThat(service.post(path, image, "Content-Type", PNG, "Accept", EVENTS).status())
        .isEqualTo(406);
    assertThat(service.post(path + "&time_steps=1", image, "Content-Type", PNG).status())
        .isEqualTo(400);
  }

  @Test
  void streamOfFewerTimeStepsEndsEarly() {
    Answer stream = service.post("/generate?seed=3&time_steps=3", "Accept", EVENTS);
    assertThat(Event.of(stream)).hasSize(4);
  }

  @Test
  void streamOfSeveralImagesIsRefused() {
    Answer answer = service.post("/generate?n=2", "Accept", EVENTS);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/detail").asString()).contains("'n'", "stream of events");
  }

  @Test
  void mistakesBeforeTheFirstEventAreProblems() {
    Answer unknown = service.post("/generate?model=nope", "Accept", EVENTS);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void modelWithoutTimeStepsAnswersWithWhatElseIsAccepted() {
    String model = "/generate?seed=1&model=ann-vae";
    assertThat(service.post(model, "Accept", EVENTS).status()).isEqualTo(406);
    Answer picture = service.post(model, "Accept", EVENTS + ", image/png;q=0.5");
    assertThat(picture.status()).isEqualTo(200);
    assertThat(picture.header("Content-Type")).isEqualTo("image/png");
  }

  @Test
  void otherOperationsDoNotStream() {
    assertThat(service.post("/latents?seed=1", "Accept", EVENTS).status()).isEqualTo(406);
  }

  @Test
  void clientsThatLeaveDoNoHarm() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (Socket socket = new Socket("localhost", port())) {
        String request =
            "POST /generate?seed=%d HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\n\r\n"
                .formatted(i, EVENTS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readNBytes(100);
      }
    }
    assertThat(service.post("/generate?seed=1").status()).isEqualTo(200);
  }

  private static double joules(Answer answer) {
    return Double.parseDouble(answer.header("Snn-Energy-Estimate").split(";", 2)[0]);
  }
}
