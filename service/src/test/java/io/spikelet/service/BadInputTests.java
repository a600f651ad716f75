package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.service.ServiceClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Every mistake gets a problem detail of the right status, and the next request is answered. */
class BadInputTests extends WholeService {
  private static final String PNG = "image/png";

  @AfterEach
  void theNextRequestIsAnswered() {
    assertThat(service.post("/generate?seed=1").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/generate?model=nope, 404, 'No model nope:latest; known are ann-audiocoder:latest'",
    "/generate?model=Esvae:mnist, 400, 'esvae:mnist'",
    "/generate?model=a:b:c, 400, 'a:b:c'",
    "/generate?n=0, 400, 'Parameter ''n'' is ''0''; allowed is a whole number from 1 to 64.'",
    "/generate?n=100000, 400, 'a whole number from 1 to 64'",
    "/generate?seed=abc, 400, 'Parameter ''seed'' is ''abc'''",
    "/generate?seed=-1, 400, 'a whole number from 0 to 9007199254740991'",
    "/generate?sed=1, 400, 'There is no parameter ''sed''; this operation has model, n, seed, index, time_steps.'",
    "/generate?time_steps=9, 400, 'a whole number from 1 to 8'",
    "/generate?time_steps=few, 400, 'a whole number from 1 to 8'",
    "/generate?temperature=1, 400, 'temperature'",
    "/generate?model=classifier, 422, 'does not offer generate'",
    "/latents?encoding=xml, 400, 'one of spikes, packed'",
    "/reconstruct, 400, 'The body is empty'",
    "/classify, 400, 'The body is empty'",
    "/decode, 400, 'The body is empty'",
    "/nothing, 404, 'No endpoint'"
  })
  void aWrongRequestIsNamed(String path, int status, String detail) {
    assertProblem(service.post(path), status, detail);
  }

  @Test
  void anotherMethodIsRefused() {
    assertProblem(service.get("/generate"), 405, "GET");
  }

  @Test
  void anUnacceptableFormatIsRefusedWithWhatThereIs() {
    assertProblem(service.post("/generate", "Accept", "image/jpeg"), 406, "application/x-npy");
    assertProblem(service.get("/models", "Accept", "text/html"), 406, "");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    assertProblem(service.post("/reconstruct", text("{}"), "Content-Type", "text/plain"), 415, "");
    assertProblem(service.post("/generate", text("n=4"), "Content-Type", "text/plain"), 415, "");
  }

  @Test
  void textAsPngIsRefused() {
    assertProblem(
        service.post("/reconstruct", text("not a picture"), "Content-Type", PNG), 422, "");
  }

  @Test
  void aTruncatedPngIsRefused() {
    byte[] png = service.post("/generate?seed=1").body();
    byte[] half = Arrays.copyOf(png, png.length / 2);
    assertProblem(service.post("/reconstruct", half, "Content-Type", PNG), 422, "");
  }

  @Test
  void aPngThatClaims60000PixelsASideIsRefusedByItsHeader() {
    assertProblem(service.post("/reconstruct", hugeHeader(), "Content-Type", PNG), 422, "60000");
  }

  @Test
  void a100MegabyteBodyIsRefusedWhateverLengthItDeclares() {
    byte[] body = new byte[(int) DataSize.ofMegabytes(100).toBytes()];
    assertProblem(service.post("/reconstruct", body, "Content-Type", PNG), 413, "10485760");
    Answer chunked =
        service.send(
            "POST",
            "/reconstruct",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
            "Content-Type",
            PNG);
    assertProblem(chunked, 413, "10485760");
  }

  @Test
  void aClientThatAsksFirstIsRefusedBeforeItSendsABody() throws IOException {
    String head =
        """
        POST /reconstruct HTTP/1.1\r
        Host: localhost\r
        Content-Type: image/png\r
        Content-Length: 104857600\r
        Expect: 100-continue\r
        \r
        """;
    try (Socket socket = new Socket("localhost", port())) {
      socket.getOutputStream().write(text(head));
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(start).asString(StandardCharsets.US_ASCII).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void whatTheWebServerCannotReadIsAProblemToo() throws IOException {
    try (Socket socket = new Socket("localhost", port())) {
      socket.getOutputStream().write(text("nonsense\r\n\r\n"));
      assertThat(socket.getInputStream().readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "urn:spikelet:problem:http");
    }
  }

  @Test
  void aMultipartBodyAboveTheLimitIsRefused() {
    byte[] large = new byte[11_000_000];
    assertProblem(multipart("file", large), 413, "10485760");
    assertProblem(multipart("picture", new byte[10]), 400, "named 'file'");
  }

  @Test
  void aSpikeTrainOfTheWrongSizeIsRefused() {
    byte[] npy = NpyArray.ofBytes(new byte[3 * 5], 3, 1, 5).toFile();
    assertProblem(
        service.post("/decode", npy, "Content-Type", "application/x-npy"), 422, "3 time steps");
    String json = "{\"samples\":[{\"spikes\":[[0,1],[1,0]]}]}";
    assertProblem(
        service.post("/decode", text(json), "Content-Type", "application/json"),
        422,
        "2 time steps");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|there is no member samples",
        "{\"samples\":[]}|0 samples",
        "{\"samples\":[{}]}|neither spikes nor packed",
        "{\"samples\":[{\"spikes\":[[0,2]]}]}|samples[0].spikes[0][1] is 2; a spike is 0 or 1",
        "{\"samples\":[{\"spikes\":[[0,1],[0]]}]}|samples[0].spikes[1] has 1 neurons",
        "{\"samples\":[{\"spikes\":[[0.5]]}]}|samples[0].spikes[0][0] is 0.5",
        "{\"samples\":[{\"spikes\":[[]]}]}|samples[0].spikes[0] is empty",
        "{\"time_steps\":4096,\"neurons\":1024,\"samples\":[{\"packed\":\"AA==\"}]}|packed bytes, not 1",
        "{\"samples\":[{\"packed\":\"AA==\"}]}|samples[0].packed needs",
        "nonsense|neither a NumPy array nor JSON"
      })
  void aMalformedSpikeTrainIsRefusedWithThePlace(String json, String detail) {
    assertProblem(
        service.post("/decode", text(json), "Content-Type", "application/json"), 422, detail);
  }

  private Answer multipart(String part, byte[] content) {
    String head =
        "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.png\"\r\n\r\n"
            .formatted(part);
    InputStream body =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(text(head)),
                    new ByteArrayInputStream(content),
                    new ByteArrayInputStream(text("\r\n--b--\r\n")))));
    return service.send(
        "POST",
        "/reconstruct",
        BodyPublishers.ofInputStream(() -> body),
        "Content-Type",
        "multipart/form-data; boundary=b");
  }

  private static byte[] hugeHeader() {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put(text("IHDR")).putInt(60_000).putInt(60_000);
    header.put(new byte[] {8, 0, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.array());
    ByteBuffer png = ByteBuffer.allocate(8 + 4 + 17 + 4);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    return png.putInt(13).put(header.array()).putInt((int) crc.getValue()).array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertProblem(Answer answer, int status, String detail) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
    assertThat(answer.json().at("/title").asString()).isNotEmpty();
    assertThat(answer.json().at("/detail").asString()).contains(detail);
    assertThat(answer.json().at("/request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("/tmp");
  }
}
