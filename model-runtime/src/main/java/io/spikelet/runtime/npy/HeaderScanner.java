package io.spikelet.runtime.npy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a header in one pass: every character is looked at once, whatever they are. Keys may come
 * in any order, in either kind of quotes; spaces and the last commas may be there or not.
 */
final class HeaderScanner {

  private static final int MAX_AXES = 32;

  private final String text;
  private int at;
  private @Nullable String type;
  private @Nullable Boolean columnByColumn;
  private int @Nullable [] shape;

  HeaderScanner(String text) {
    this.text = text;
  }

  NpyHeader header() {
    require('{');
    while (!skip('}')) {
      entry();
      if (!skip(',')) {
        require('}');
        break;
      }
    }
    spaces();
    if (at < text.length()) {
      throw unreadable("what stands behind the dictionary");
    }
    return checked();
  }

  private NpyHeader checked() {
    if (type == null) {
      throw missing("descr");
    }
    if (columnByColumn == null) {
      throw missing("fortran_order");
    }
    if (shape == null) {
      throw missing("shape");
    }
    return new NpyHeader(ElementFormat.parse(type), columnByColumn, shape);
  }

  private void entry() {
    String key = string("a key");
    require(':');
    switch (key) {
      case "descr" -> {
        requireFirst(key, type);
        type = elementType();
      }
      case "fortran_order" -> {
        requireFirst(key, columnByColumn);
        columnByColumn = truth();
      }
      case "shape" -> {
        requireFirst(key, shape);
        shape = axes();
      }
      default -> throw new NpyFormatException("The header of the .npy array has a foreign key.");
    }
  }

  private void requireFirst(String key, @Nullable Object value) {
    if (value != null) {
      throw new NpyFormatException(
          "The header of the .npy array has '%s' more than once.".formatted(key));
    }
  }

  private String elementType() {
    if (skip('[')) {
      throw ElementFormat.unread("a structured type, with fields of their own");
    }
    return string("the type of the elements");
  }

  private String string(String what) {
    spaces();
    char quote = at < text.length() ? text.charAt(at) : 0;
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw unreadable(what);
    }
    String string = text.substring(at + 1, end);
    at = end + 1;
    return string;
  }

  private boolean truth() {
    spaces();
    for (String word : new String[] {"True", "False"}) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw missing("fortran_order");
  }

  private int[] axes() {
    require('(');
    int[] axes = new int[MAX_AXES];
    int count = 0;
    while (!skip(')')) {
      if (count == MAX_AXES) {
        throw new NpyFormatException("The .npy array has more than " + MAX_AXES + " axes.");
      }
      axes[count++] = axis();
      if (!skip(',')) {
        require(')');
        break;
      }
    }
    return Arrays.copyOf(axes, count);
  }

  private int axis() {
    spaces();
    int from = at;
    long value = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = 10 * value + text.charAt(at++) - '0';
      if (value > Integer.MAX_VALUE) {
        throw new NpyFormatException(
            "The .npy array is too large: an axis is longer than %d.".formatted(Integer.MAX_VALUE));
      }
    }
    if (at == from) {
      throw missing("shape");
    }
    // Python 2 wrote its long integers so.
    at += text.startsWith("L", at) ? 1 : 0;
    return (int) value;
  }

  private void require(char wanted) {
    if (!skip(wanted)) {
      throw unreadable("'" + wanted + "'");
    }
  }

  private boolean skip(char wanted) {
    spaces();
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void spaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static NpyFormatException missing(String key) {
    return new NpyFormatException("The header of the .npy array has no readable '" + key + "'.");
  }

  private NpyFormatException unreadable(String what) {
    return new NpyFormatException(
        "The header of the .npy array is not readable at its character %d: %s."
            .formatted(at + 1, what));
  }
}
