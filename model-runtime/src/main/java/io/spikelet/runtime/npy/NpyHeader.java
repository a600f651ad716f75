package io.spikelet.runtime.npy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The text in front of the elements: a Python dictionary of three entries.
 *
 * @param type of the elements
 * @param shape sizes of the axes, outermost first
 */
record NpyHeader(ElementType type, int[] shape) {

  /** Far more than NumPy writes for as many axes as it allows. */
  static final int MAX_BYTES = 64 << 10;

  /**
   * Reads the text.
   *
   * @throws NpyFormatException if it is no such dictionary, or of what is not read
   */
  static NpyHeader parse(byte[] text) {
    return new HeaderScanner(new String(text, StandardCharsets.ISO_8859_1)).header();
  }

  /**
   * Number of elements.
   *
   * @throws ArithmeticException if they are more than can be counted
   */
  long elements() {
    long elements = 1;
    for (int axis : shape) {
      elements = Math.multiplyExact(elements, (long) axis);
    }
    return elements;
  }

  /** As NumPy writes it. */
  String text() {
    String axes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
        .formatted(type.description(), axes, shape.length == 1 ? "," : "");
  }
}
