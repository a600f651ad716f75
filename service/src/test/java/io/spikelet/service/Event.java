package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.service.ServiceClient.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event of a stream. */
record Event(String name, JsonNode data) {

  /** All events of an answer. */
  static List<Event> of(Answer answer) {
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

  byte[] png() {
    return Base64.getDecoder().decode(data.at("/b64_json").asString());
  }

  double joules() {
    return data.at("/energy/joules").asDouble();
  }
}
