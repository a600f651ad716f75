package io.spikelet.service.latents;

import java.util.Collection;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says where in a JSON body something is wrong, and what, in words of our own. */
final class JsonPlace {
  /** Characters of the longest number and name that are read. */
  static final int LONGEST = 100;

  private static final int SHOWN = 20;

  private JsonPlace() {}

  /** Where the current value or name stands, such as {@code samples[2].spikes[5][17]}. */
  static String of(JsonParser parser) {
    TokenStreamContext context = parser.streamReadContext();
    boolean begun = parser.currentToken() != null && parser.currentToken().isStructStart();
    return path(begun ? context.getParent() : context);
  }

  private static String path(TokenStreamContext context) {
    if (context.inRoot()) {
      return "";
    }
    String outer = path(context.getParent());
    if (context.inArray()) {
      return "%s[%d]".formatted(outer, Math.max(0, context.getCurrentIndex()));
    }
    String name = context.currentName();
    return name == null ? outer : (outer.isEmpty() ? "" : outer + ".") + shortened(name);
  }

  /** The current value as it is shown to whoever sent it. */
  static String value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NULL -> "null";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      default -> number(parser);
    };
  }

  private static String number(JsonParser parser) {
    int length = parser.getStringLength();
    int shown = Math.min(length, SHOWN);
    return new String(parser.getStringCharacters(), parser.getStringOffset(), shown)
        + (length > shown ? "…" : "");
  }

  private static String shortened(String name) {
    String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  /** Refuses a current value of another kind. */
  static void require(JsonParser parser, JsonToken wanted, String what) {
    if (parser.currentToken() != wanted) {
      throw refused(parser, "%s is %s, not %s".formatted(of(parser), value(parser), what));
    }
  }

  /** A sentence with the line and column of the current value or name. */
  static MalformedSpikeTrainException refused(JsonParser parser, String what) {
    return refused("%s (%s)".formatted(what, text(parser.currentTokenLocation())));
  }

  /**
   * A sentence.
   *
   * @param what its end, which may begin with the name of a member
   */
  static MalformedSpikeTrainException refused(String what) {
    return new MalformedSpikeTrainException("In the JSON, %s.".formatted(what));
  }

  /** A sentence about a member that is not read. */
  static MalformedSpikeTrainException refused(
      JsonParser parser, String what, Collection<String> read) {
    return refused(
        parser, "%s; read are %s".formatted(what, String.join(", ", new TreeSet<>(read))));
  }

  /** What stopped the parser. */
  static MalformedSpikeTrainException unreadable(JsonParser parser, JacksonException e) {
    TokenStreamLocation at =
        e.getLocation() == null || e.getLocation().getLineNr() < 1
            ? parser.currentLocation()
            : e.getLocation();
    String path = path(parser.streamReadContext());
    return new MalformedSpikeTrainException(
        "%s (%s%s).".formatted(reason(e), text(at), path.isEmpty() ? "" : ", in " + path), e);
  }

  private static String reason(JacksonException e) {
    return switch (e) {
      case UnexpectedEndOfInputException _ -> "The JSON ends before it is complete";
      case StreamConstraintsException _ ->
          "The JSON has a number, a name or a nesting longer than %d".formatted(LONGEST);
      default -> "The body is neither a NumPy array nor JSON that can be read";
    };
  }

  private static String text(TokenStreamLocation at) {
    return "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }
}
