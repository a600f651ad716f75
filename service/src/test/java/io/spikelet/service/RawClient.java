package io.spikelet.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Sends bytes that no HTTP client would, one connection a request. */
final class RawClient {
  private static final int PATIENCE_MS = 20_000;

  private final int port;

  RawClient(int port) {
    this.port = port;
  }

  /** What came back until the service closed the connection; empty where nothing did. */
  record Answer(String text) {
    /** 0 where there is no status line. */
    int status() {
      return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    List<String> headers(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return head()
          .lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }

    /** All lines of this name as one list; empty where there is none. */
    String header(String name) {
      return String.join(", ", headers(name));
    }

    String head() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? text : text.substring(0, end);
    }

    /** As it came, in chunks or whole. */
    String body() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? "" : text.substring(end + 4);
    }
  }

  /** A request without a body, on a connection that it closes. */
  Answer send(String method, String path, String... headerLines) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    List<String> lines = List.of(headerLines);
    if (lines.stream().noneMatch(line -> line.startsWith("Host:"))) {
      head.append("Host: localhost:").append(port).append("\r\n");
    }
    lines.forEach(line -> head.append(line).append("\r\n"));
    return send(head.append("Connection: close\r\n\r\n").toString());
  }

  /** Characters are bytes, ISO 8859-1. */
  Answer send(String request) {
    return send(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  Answer send(byte[] request) {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(PATIENCE_MS);
      try {
        socket.getOutputStream().write(request);
      } catch (IOException closedAlready) {
        // Refused before all was sent; the answer may still be there.
      }
      return new Answer(read(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8 << 10];
    try {
      for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
        text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        n = socket.getInputStream().read(buffer);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      // Closed with bytes of ours unread.
    }
    return text.toString();
  }
}
