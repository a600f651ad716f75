package io.spikelet.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** How a service ends that clients are connected to: nobody's request is lost. */
class DrainingTests {
  private static final int CLIENTS = 16;
  private static final String LIVE = "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String GENERATE =
      "POST /generate?seed=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

  @Test
  void requestsOnTheirWayAreAnsweredAndTheirConnectionsClosed() throws Exception {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(SpikeletService.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                // Much longer than it takes: it ends when all have left.
                "--spikelet.connections.drain=60s",
                "--spikelet.registry=" + Registries.shared());
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    List<Client> clients = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        Client client = new Client(port);
        clients.add(client);
        client.send(LIVE);
        assertThat(client.answer()).startsWith("HTTP/1.1 200").doesNotContain("Connection: close");
      }
      // Half of them are in the middle of the next request when the signal comes, half are silent.
      for (Client client : clients.subList(0, CLIENTS / 2)) {
        client.send(GENERATE.substring(0, 20));
      }
      Thread end = Thread.ofPlatform().start(context::close);
      awaitTheEndsBegin(port);
      for (Client client : clients) {
        boolean begun = clients.indexOf(client) < CLIENTS / 2;
        client.send(begun ? GENERATE.substring(20) : GENERATE);
      }
      for (Client client : clients) {
        assertThat(client.answer()).startsWith("HTTP/1.1 200").contains("Connection: close");
        assertThat(client.isAtItsEnd()).isTrue();
      }
      end.join();
    } finally {
      for (Client client : clients) {
        client.close();
      }
      context.close();
    }
  }

  private static void awaitTheEndsBegin(int port) throws IOException {
    boolean begun = false;
    while (!begun) {
      try (Client client = new Client(port)) {
        client.send(LIVE);
        begun = client.answer().contains("Connection: close");
      }
    }
  }

  /** A client that keeps its connection. */
  private static final class Client implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final Socket socket;

    Client(int port) throws IOException {
      socket = new Socket("localhost", port);
      socket.setSoTimeout(60_000);
    }

    void send(String request) throws IOException {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The head; the body is read too. */
    String answer() throws IOException {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int read = in.read();
        assertThat(read).as("a byte of an answer, behind '%s'", head).isNotNegative();
        head.write(read);
      }
      String text = head.toString(StandardCharsets.ISO_8859_1);
      Matcher length = LENGTH.matcher(text);
      assertThat(length.find()).isTrue();
      assertThat(in.readNBytes(Integer.parseInt(length.group(1))))
          .hasSize(Integer.parseInt(length.group(1)));
      return text;
    }

    boolean isAtItsEnd() throws IOException {
      return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
