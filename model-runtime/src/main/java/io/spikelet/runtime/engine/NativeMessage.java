package io.spikelet.runtime.engine;

import org.jspecify.annotations.Nullable;

/**
 * What ONNX Runtime says of a failure, for people who use the service: its texts name the source
 * files and functions of its build, which tell nobody anything and show what it was built from. The
 * whole text stays in the exception's cause, for the log.
 */
final class NativeMessage {

  private static final int LONGEST = 300;

  /** No text of ours is longer; the rest is not even looked at. */
  private static final int READ = 4_000;

  private final String text;
  private final StringBuilder kept = new StringBuilder();
  private int at;

  private NativeMessage(String text) {
    this.text = text;
  }

  /** The first line without anything that looks like a path or a function of C++. */
  static String cleaned(@Nullable String text) {
    return text == null ? "no reason was given" : new NativeMessage(firstLine(text)).clean();
  }

  private static String firstLine(String text) {
    String line = text.substring(0, Math.min(text.length(), READ)).strip();
    int end = 0;
    while (end < line.length() && line.charAt(end) != '\n' && line.charAt(end) != '\r') {
      end++;
    }
    return line.substring(0, end);
  }

  private String clean() {
    while (at < text.length()) {
      String word = word();
      if (isSource(word)) {
        skipSignature();
      } else if (!isPath(word) && !word.contains("::")) {
        kept.append(word).append(' ');
      }
    }
    String whole = kept.toString().strip();
    if (whole.isEmpty()) {
      return "no reason was given";
    }
    return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST - 3) + "...";
  }

  /** Goes behind the next word and the blanks after it. */
  private String word() {
    int start = at;
    while (at < text.length() && !isBlank(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    skipBlanks();
    return word;
  }

  /** A source file with a line: the function that is named behind it ends with its arguments. */
  private void skipSignature() {
    int opened = text.indexOf('(', at);
    if (opened < 0) {
      return;
    }
    at = behindBracket(opened, '(', ')');
    skipBlanks();
    if (text.startsWith("const ", at)) {
      at += "const ".length();
      skipBlanks();
    }
    if (text.startsWith("[with ", at)) {
      at = behindBracket(at, '[', ']');
      skipBlanks();
    }
  }

  private int behindBracket(int opened, char open, char close) {
    int depth = 0;
    for (int i = opened; i < text.length(); i++) {
      if (text.charAt(i) == open) {
        depth++;
      } else if (text.charAt(i) == close && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || c == 0x7f;
  }

  private static boolean isPath(String word) {
    return word.indexOf('/') >= 0 || word.indexOf('\\') >= 0;
  }

  private static boolean isSource(String word) {
    int colon = word.lastIndexOf(':');
    return isPath(word)
        && colon >= 0
        && colon + 1 < word.length()
        && Character.isDigit(word.charAt(colon + 1));
  }
}
