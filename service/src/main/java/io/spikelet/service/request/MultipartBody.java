package io.spikelet.service.request;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * The one part of a multipart body, read as it comes: no more of a body is kept than what is wanted
 * of it, whatever it holds besides.
 *
 * @param type as the part declares it
 * @param content its bytes
 */
record MultipartBody(@Nullable String type, byte[] content) {
  private static final String PART = "file";
  private static final int MAX_BOUNDARY = 70;
  private static final int LONGEST_NAME = 80;

  /**
   * Reads the body.
   *
   * @param type of the body, with its boundary
   * @param limit most bytes of the part
   * @throws MalformedBodyException if it is not exactly one part of this name, or no multipart body
   * @throws BodyTooLargeException if the part is larger than the limit
   */
  static MultipartBody read(InputStream in, MediaType type, int limit) throws IOException {
    MultipartStream stream = new MultipartStream(in, boundary(type));
    if (!stream.skipPreamble()) {
      throw wrongParts("none");
    }
    Headers headers = Headers.of(stream);
    if (!PART.equals(headers.name)) {
      throw wrongParts(headers.name == null ? "one without a name" : "'" + headers.name + "'");
    }
    if (!headers.isPlain()) {
      throw new MalformedBodyException(
          "The part '%s' has the Content-Transfer-Encoding '%s'; HTTP sends bytes as they are."
              .formatted(PART, shown(String.valueOf(headers.encoding))));
    }
    byte[] content = stream.content(limit);
    if (stream.anotherFollows()) {
      throw wrongParts("more than one");
    }
    return new MultipartBody(headers.type, content);
  }

  private static String boundary(MediaType type) {
    String boundary = type.getParameter("boundary");
    String plain = boundary == null ? "" : boundary.replace("\"", "");
    if (plain.isEmpty() || plain.length() > MAX_BOUNDARY) {
      throw new MalformedBodyException(
          "The Content-Type of a multipart body has a boundary of 1 to %d characters."
              .formatted(MAX_BOUNDARY));
    }
    return plain;
  }

  private static MalformedBodyException wrongParts(String found) {
    return new MalformedBodyException(
        "A multipart body has exactly one part, named '%s'; this one has %s."
            .formatted(PART, shown(found)));
  }

  private static String shown(String text) {
    String harmless = text.replaceAll("\\p{Cntrl}", "\ufffd");
    return harmless.length() <= LONGEST_NAME ? harmless : harmless.substring(0, LONGEST_NAME) + "…";
  }

  /** The headers of a part that mean something here; file names do not. */
  private record Headers(@Nullable String name, @Nullable String type, @Nullable String encoding) {

    static Headers of(MultipartStream stream) throws IOException {
      String name = null;
      String type = null;
      String encoding = null;
      for (String line : stream.headers()) {
        int colon = line.indexOf(':');
        String key = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        switch (key) {
          case "content-disposition" -> name = nameIn(value);
          case "content-type" -> type = value;
          case "content-transfer-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
          default -> {}
        }
      }
      return new Headers(name, type, encoding);
    }

    boolean isPlain() {
      return encoding == null
          || encoding.equals("binary")
          || encoding.equals("8bit")
          || encoding.equals("7bit");
    }

    /** The parameter {@code name}; whatever a file name has in it is not looked at. */
    private static @Nullable String nameIn(String disposition) {
      int from = 0;
      while (from < disposition.length()) {
        int to = endOfParameter(disposition, from);
        String parameter = disposition.substring(from, to).strip();
        int equals = parameter.indexOf('=');
        if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("name")) {
          return unquoted(parameter.substring(equals + 1).strip());
        }
        from = to + 1;
      }
      return null;
    }

    private static int endOfParameter(String text, int from) {
      boolean quoted = false;
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"') {
          quoted = !quoted;
        } else if (c == '\\' && quoted) {
          i++;
        } else if (c == ';' && !quoted) {
          return i;
        }
      }
      return text.length();
    }

    private static String unquoted(String value) {
      return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
          ? value.substring(1, value.length() - 1)
          : value;
    }
  }
}
