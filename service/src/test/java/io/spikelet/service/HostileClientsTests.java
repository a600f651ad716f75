package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.pool.ModelPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Clients that want to stop the service, on one of their own with limits that are reached in a
 * second. What is counted is who was answered and who was let go; how long it took says nothing on
 * a machine that others use too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HostileClientsTests {
  private static final int CLIENTS = 24;
  private static final String GENERATE =
      head("POST /generate?model=esvae:tiny", "Content-Length: 0");

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private ConfigurableApplicationContext context;
  private int port;
  private ServiceClient service;
  private ServiceClient management;

  @BeforeAll
  void start() {
    context =
        new SpringApplicationBuilder(SpikeletService.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spikelet.connections.max=32",
                "--spikelet.connections.head=700ms",
                "--spikelet.connections.stall=400ms",
                "--spikelet.bodies.time=1s",
                "--spikelet.bodies.memory=2MB",
                "--spikelet.bodies.decoding-memory=16MB",
                "--spikelet.limits.max-body=512KB",
                "--spikelet.admin-token=open sesame",
                "--spikelet.registry=" + Registries.shared());
    port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    service = new ServiceClient(port);
    management =
        new ServiceClient(
            context.getEnvironment().getRequiredProperty("local.management.port", Integer.class));
  }

  @AfterAll
  void stop() {
    context.close();
    clients.shutdownNow();
  }

  @AfterEach
  void othersAreAnswered() {
    assertThat(service.post("/generate?model=esvae:tiny&seed=1").status()).isEqualTo(200);
    assertThat(management.get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  @Test
  void headsThatDripAreLetGo() throws Exception {
    assertThat(endedOf(CLIENTS, "POST /generate HTTP/1.1\r\nHost: localhost\r\nX-Drip: ", "a"))
        .isEqualTo(CLIENTS);
  }

  @Test
  void bodiesThatDripAreLetGo() throws Exception {
    String head = head("POST /reconstruct", "Content-Type: image/png", "Content-Length: 100000");
    assertThat(endedOf(CLIENTS, head, "a")).isEqualTo(CLIENTS);
  }

  @Test
  void chunksThatDripAreLetGo() throws Exception {
    String head =
        head("POST /reconstruct", "Content-Type: image/png", "Transfer-Encoding: chunked");
    assertThat(endedOf(CLIENTS, head, "1\r\na\r\n")).isEqualTo(CLIENTS);
  }

  @Test
  void connectionsBeyondTheLimitWaitUntilOthersAreLetGo() throws Exception {
    List<RawConnection> silent = connections(48);
    silent.forEach(connection -> connection.send("POST /generate HTTP/1.1\r\n"));
    assertThat(service.post("/generate?model=esvae:tiny").status()).isEqualTo(200);
    closeAll(silent);
  }

  @Test
  void requestsSentAtOnceAreAllAnswered() throws Exception {
    List<Integer> statuses =
        together(
            CLIENTS,
            () -> {
              try (RawConnection connection = new RawConnection(port)) {
                connection.send(GENERATE.repeat(3));
                return List.of(connection.status(), connection.status(), connection.status());
              }
            });
    assertThat(statuses).hasSize(3 * CLIENTS).containsOnly(200);
  }

  @Test
  void whatNobodyReadIsNotTakenForAClientThatLeft() throws Exception {
    String unread =
        head(
                "POST /admin/models/esvae:tiny/load",
                "Authorization: Bearer open sesame",
                "Content-Length: 2")
            + "{}";
    String described = head("GET /models/esvae:tiny", "Content-Length: 2") + "{}";
    List<Integer> statuses =
        together(
            CLIENTS,
            () -> {
              try (RawConnection connection = new RawConnection(port)) {
                connection.send(unread + described + GENERATE);
                return List.of(connection.status(), connection.status(), connection.status());
              }
            });
    assertThat(statuses).hasSize(3 * CLIENTS).containsOnly(200);
  }

  @Test
  void manyPartsTakeTheMemoryOfOne() throws Exception {
    String part =
        "--b\r\nContent-Disposition: form-data; name=\"file%d\"\r\n\r\n" + "x".repeat(100_000);
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      body.append(part.formatted(i)).append("\r\n");
    }
    String request =
        post(
            "/reconstruct", "multipart/form-data; boundary=b", body.append("--b--\r\n").toString());
    assertThat(statusesOf(request)).hasSize(CLIENTS).containsOnly(400);
  }

  @Test
  void headersOfArraysThatMakePatternsBacktrackAreRefused() throws Exception {
    String header = "{'descr': '|u1', 'shape': (" + "1,".repeat(500) + "!";
    ByteBuffer array = ByteBuffer.allocate(10 + header.length());
    array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    array.put((byte) header.length()).put((byte) (header.length() >> 8));
    array.put(header.getBytes(StandardCharsets.US_ASCII));
    String request = post("/decode?model=esvae:tiny", "application/x-npy", latin(array.array()));
    assertThat(statusesOf(request)).hasSize(CLIENTS).containsOnly(422);
  }

  @Test
  void picturesThatDecodeToMoreThanThereIsAreAnsweredOrRefused() throws Exception {
    String request = post("/reconstruct?model=esvae:tiny", "image/png", latin(largePng()));
    assertThat(statusesOf(request)).hasSize(CLIENTS).containsAnyOf(200, 413, 422, 503);
    assertThat(statusesOf(request)).isSubsetOf(200, 413, 422, 503);
  }

  @Test
  void watchersThatNeverReadAreLeft() throws Exception {
    List<RawConnection> watchers = connections(CLIENTS);
    watchers.forEach(
        watcher ->
            watcher.send(
                head(
                    "POST /generate?model=spiking-diffusion:tiny&n=16",
                    "Accept: text/event-stream",
                    "Content-Length: 0")));
    ModelPool pool = context.getBean(ModelPool.class);
    assertThat(service.post("/generate?model=esvae:tiny").status()).isEqualTo(200);
    closeAll(watchers);
    while (pool.pending() > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** How many of so many connections the service ends that send a little now and then. */
  private int endedOf(int count, String begin, String drip) throws Exception {
    List<RawConnection> open = connections(count);
    open.forEach(connection -> connection.send(begin));
    int ended = 0;
    while (ended < count && !Thread.currentThread().isInterrupted()) {
      TimeUnit.MILLISECONDS.sleep(100);
      for (RawConnection connection : List.copyOf(open)) {
        if (!connection.send(drip) || connection.isEnded()) {
          open.remove(connection);
          connection.close();
          ended++;
        }
      }
    }
    return ended;
  }

  private List<RawConnection> connections(int count) throws IOException {
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.add(new RawConnection(port));
    }
    return connections;
  }

  private static void closeAll(List<RawConnection> connections) throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
  }

  /** What each of many clients gets that send the same at the same time. */
  private List<Integer> statusesOf(String request) throws Exception {
    return together(
        CLIENTS,
        () -> {
          try (RawConnection connection = new RawConnection(port)) {
            connection.send(request);
            return List.of(connection.status());
          }
        });
  }

  private List<Integer> together(int count, Callable<List<Integer>> client) throws Exception {
    List<Future<List<Integer>>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(clients.submit(client));
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<List<Integer>> one : running) {
      statuses.addAll(one.get());
    }
    return statuses;
  }

  private static String post(String path, String type, String body) {
    return head("POST " + path, "Content-Type: " + type, "Content-Length: " + body.length()) + body;
  }

  /** A request's line and headers. */
  private static String head(String request, String... headers) {
    return request + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Zeros of 4096 by 4096 at 16 bits and four channels: 128 MB out of some 130 KB. */
  private static byte[] largePng() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer head = ByteBuffer.allocate(13).putInt(4096).putInt(4096);
    chunk(png, "IHDR", head.put(new byte[] {16, 6, 0, 0, 0}).array());
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(pixels)) {
      byte[] row = new byte[1 + 4096 * 8];
      for (int y = 0; y < 4096; y++) {
        deflated.write(row);
      }
    }
    chunk(png, "IDAT", pixels.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.write(ByteBuffer.allocate(4).putInt(data.length).array());
    png.write(name);
    png.write(data);
    png.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
