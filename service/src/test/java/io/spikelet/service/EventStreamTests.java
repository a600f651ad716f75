package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /generate} as a stream of events, and with fewer time steps. */
class EventStreamTests extends WholeService {
  private static final String EVENTS = "text/event-stream";

  /** An event of a stream. */
  private record Event(String name, JsonNode data) {
    byte[] png() {
      return Base64.getDecoder().decode(data.at("/b64_json").asString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"esvae", "fsvae"})
  void everyTimeStepIsSentAndTheLastIsTheImage(String model) {
    Answer stream = service.post("/generate?seed=7&model=" + model, "Accept", EVENTS);
    Answer whole = service.post("/generate?seed=7&model=" + model);
    assertThat(stream.status()).isEqualTo(200);
    assertThat(stream.header("Content-Type")).startsWith(EVENTS);
    assertThat(stream.header("Snn-Seed")).isEqualTo("7");
    List<Event> events = events(stream);
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
    List<Event> events = events(service.post("/generate?seed=3&model=" + model, "Accept", EVENTS));
    Answer early = service.post("/generate?seed=3&time_steps=2&model=" + model);
    Answer whole = service.post("/generate?seed=3&model=" + model);
    assertThat(early.body()).isEqualTo(events.get(1).png());
    assertThat(joules(early)).isPositive().isLessThan(joules(whole));
    assertThat(events.get(1).data().at("/energy/joules").asDouble()).isEqualTo(joules(early));
  }

  @Test
  void streamOfFewerTimeStepsEndsEarly() {
    Answer stream = service.post("/generate?seed=3&time_steps=3", "Accept", EVENTS);
    assertThat(events(stream)).hasSize(4);
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

  private static List<Event> events(Answer answer) {
    List<Event> events = new ArrayList<>();
    for (String event : answer.text().split("\n\n", -1)) {
      if (!event.isEmpty()) {
        String[] lines = event.split("\n", 2);
        assertThat(lines[0]).startsWith("event: ");
        assertThat(lines[1]).startsWith("data: ");
        events.add(
            new Event(
                lines[0].substring("event: ".length()),
                JsonMapper.shared().readTree(lines[1].substring("data: ".length()))));
      }
    }
    return events;
  }
}
