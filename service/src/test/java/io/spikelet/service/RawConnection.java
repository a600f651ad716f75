package io.spikelet.service;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends what no library would, byte by byte if it likes. */
final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  RawConnection(int port) throws IOException {
    socket = new Socket("localhost", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends text as it is; whether there was anybody who took it. */
  boolean send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /**
   * The next answer's status, its body read to the end; -1 if the connection ended instead.
   *
   * @throws IOException if nothing comes for half a minute
   */
  int status() throws IOException {
    String status = line();
    if (status.isEmpty()) {
      return -1;
    }
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
    }
    in.skipNBytes(length);
    return Integer.parseInt(status.split(" ", 3)[1]);
  }

  /** Whether the service has ended the connection; what it sent before is thrown away. */
  boolean isEnded() throws IOException {
    socket.setSoTimeout(1);
    try {
      while (in.read() >= 0) {
        in.skipNBytes(in.available());
      }
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (next != '\r') {
          line.append((char) next);
        }
      }
    } catch (SocketTimeoutException nothing) {
      throw nothing;
    } catch (IOException reset) {
      return "";
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
