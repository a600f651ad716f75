package io.spikelet.runtime.npy;

import java.nio.ByteOrder;

/**
 * How elements are stored.
 *
 * @param type of each
 * @param order of the bytes of each
 */
record ElementFormat(ElementType type, ByteOrder order) {

  private static final String ORDERS = "<>|=";

  /**
   * Reads NumPy's description, such as {@code <f4}.
   *
   * @throws NpyFormatException if elements of that type are not read
   */
  static ElementFormat parse(String description) {
    boolean ordered = !description.isEmpty() && ORDERS.indexOf(description.charAt(0)) >= 0;
    char order = ordered ? description.charAt(0) : '=';
    String code = ordered ? description.substring(1) : description;
    return ElementType.of(code)
        .map(type -> new ElementFormat(type, order(order)))
        .orElseThrow(() -> unread("type '%s'%s".formatted(shortened(description), named(code))));
  }

  static NpyFormatException unread(String type) {
    return new NpyFormatException(
        "The .npy array has elements of %s; read are %s.".formatted(type, ElementType.ALL));
  }

  /** As NumPy writes it. */
  String description() {
    char first = order == ByteOrder.LITTLE_ENDIAN ? '<' : '>';
    return (type.bytes() == 1 ? '|' : first) + type.code();
  }

  private static ByteOrder order(char order) {
    return switch (order) {
      case '<' -> ByteOrder.LITTLE_ENDIAN;
      case '>' -> ByteOrder.BIG_ENDIAN;
      default -> ByteOrder.nativeOrder();
    };
  }

  private static String named(String code) {
    return switch (code.isEmpty() ? ' ' : code.charAt(0)) {
      case 'c' -> " (complex numbers)";
      case 'O' -> " (Python objects)";
      case 'M' -> " (dates)";
      case 'm' -> " (time spans)";
      case 'S', 'a', 'U', 'T' -> " (texts)";
      case 'V' -> " (raw bytes or records)";
      default -> "";
    };
  }

  private static String shortened(String description) {
    return description.length() <= 20 ? description : description.substring(0, 20) + "…";
  }
}
