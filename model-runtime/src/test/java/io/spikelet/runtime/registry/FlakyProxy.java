package io.spikelet.runtime.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a registry and answers two of five requests with 503 or 429. */
final class FlakyProxy implements AutoCloseable {

  private static final List<String> PASSED_ON = List.of("content-type", "docker-content-digest");

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final String target;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  FlakyProxy(String target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  int refused() {
    return refused.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int number = requests.incrementAndGet();
      if (number % 5 == 1 || number % 5 == 2) {
        refused.incrementAndGet();
        exchange.sendResponseHeaders(number % 5 == 1 ? 503 : 429, -1);
        return;
      }
      pass(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange) throws IOException, InterruptedException {
    String method = exchange.getRequestMethod();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + target + exchange.getRequestURI()))
            .method(method, HttpRequest.BodyPublishers.noBody());
    exchange
        .getRequestHeaders()
        .getOrDefault("Accept", List.of())
        .forEach(a -> request.header("Accept", a));
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    for (String name : PASSED_ON) {
      response
          .headers()
          .firstValue(name)
          .ifPresent(v -> exchange.getResponseHeaders().add(name, v));
    }
    boolean head = method.equals("HEAD");
    exchange.sendResponseHeaders(response.statusCode(), head ? -1 : response.body().length);
    if (!head) {
      exchange.getResponseBody().write(response.body());
    }
  }
}
