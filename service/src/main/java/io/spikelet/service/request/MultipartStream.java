package io.spikelet.service.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a multipart body apart as it comes (RFC 2046, 5.1). Lines may end in CRLF, as they must, or
 * in LF alone, as programs write that build a body by hand: the line of the first boundary decides
 * for the whole body, so that what a part holds cannot.
 */
final class MultipartStream {
  private static final int LONGEST_LINE = 4 << 10;
  private static final int MOST_HEADERS = 32;
  private static final int END = -1;

  private final InputStream in;
  private final String boundary;
  private final byte[] buffer = new byte[8 << 10];
  private int next;
  private int end;
  private boolean lineEndsInReturn;
  private boolean returns;

  MultipartStream(InputStream in, String boundary) {
    this.in = in;
    this.boundary = "--" + boundary;
  }

  /** Goes to the first part, if there is one. */
  boolean skipPreamble() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (readLine(line)) {
      String text = line.toString(StandardCharsets.ISO_8859_1);
      if (text.startsWith(boundary)) {
        returns = lineEndsInReturn;
        return !text.startsWith("--", boundary.length());
      }
    }
    return false;
  }

  /**
   * The header lines of the part, continued lines put together.
   *
   * @throws MalformedBodyException if they do not end, or are too many
   */
  List<String> headers() throws IOException {
    List<String> headers = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int lines = 0; readLine(line); lines++) {
      String text = line.toString(StandardCharsets.UTF_8);
      if (text.isEmpty()) {
        return headers;
      }
      // Continued lines count too: putting them together takes the square of their number.
      if (line.size() >= LONGEST_LINE || lines == MOST_HEADERS) {
        throw new MalformedBodyException(
            "The part of the multipart body has more than %d header lines, or one longer than %d bytes."
                .formatted(MOST_HEADERS, LONGEST_LINE));
      }
      boolean continued = Character.isWhitespace(text.charAt(0)) && !headers.isEmpty();
      headers.add(continued ? headers.removeLast() + " " + text.strip() : text);
    }
    throw brokenOff("in the header of its part");
  }

  /**
   * The content of the part, up to the next boundary.
   *
   * @throws BodyTooLargeException if it is larger than the limit
   * @throws MalformedBodyException if no boundary follows
   */
  byte[] content(int limit) throws IOException {
    String lineEnd = returns ? "\r\n" : "\n";
    byte[] delimiter = (lineEnd + boundary).getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    // The line end before it belongs to the boundary; that of the header may be the same one.
    int notContent = lineEnd.length();
    int matched = notContent;
    while (matched < delimiter.length) {
      if (matched == 0) {
        copyUpTo(delimiter[0], content);
      }
      int read = nextByte();
      if (read == END) {
        throw brokenOff("before its last boundary, '" + boundary + "--'");
      }
      if (read != Byte.toUnsignedInt(delimiter[matched])) {
        // A line end begins the delimiter and is nowhere else in it: what matched cannot overlap.
        content.write(delimiter, notContent, matched - notContent);
        notContent = 0;
        matched = 0;
      }
      if (read == Byte.toUnsignedInt(delimiter[matched])) {
        matched++;
      } else {
        content.write(read);
      }
      if (content.size() > limit) {
        throw new BodyTooLargeException(limit);
      }
    }
    return content.toByteArray();
  }

  /** Whether behind that boundary another part begins. */
  boolean anotherFollows() throws IOException {
    int first = nextByte();
    int second = nextByte();
    return first != '-' || second != '-';
  }

  /**
   * Reads a line without its end; of a long one only the beginning is kept.
   *
   * @return whether there was one
   */
  private boolean readLine(ByteArrayOutputStream line) throws IOException {
    line.reset();
    int read = nextByte();
    boolean any = read != END;
    lineEndsInReturn = false;
    while (read != END && read != '\n') {
      if (lineEndsInReturn) {
        keep(line, '\r');
      }
      lineEndsInReturn = read == '\r';
      if (!lineEndsInReturn) {
        keep(line, read);
      }
      read = nextByte();
    }
    return any;
  }

  /** What of the buffer stands before a byte of this value. */
  private void copyUpTo(byte value, ByteArrayOutputStream content) {
    int from = next;
    while (next < end && buffer[next] != value) {
      next++;
    }
    content.write(buffer, from, next - from);
  }

  private static void keep(ByteArrayOutputStream line, int read) {
    if (line.size() < LONGEST_LINE) {
      line.write(read);
    }
  }

  private int nextByte() throws IOException {
    if (next == end) {
      next = 0;
      end = Math.max(0, in.read(buffer));
    }
    return end == 0 ? END : Byte.toUnsignedInt(buffer[next++]);
  }

  private static MalformedBodyException brokenOff(String where) {
    return new MalformedBodyException("The multipart body breaks off " + where + ".");
  }
}
