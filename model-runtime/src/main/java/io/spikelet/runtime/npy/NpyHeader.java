package io.spikelet.runtime.npy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The text in front of the elements: a Python dictionary of three entries.
 *
 * @param format of the elements
 * @param columnByColumn whether the first index varies fastest in the file (Fortran's order), not
 *     the last
 * @param shape sizes of the axes, outermost first
 */
record NpyHeader(ElementFormat format, boolean columnByColumn, int[] shape) {

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

  /** How far apart neighbours along each axis lie in the file, in elements, if there are any. */
  int[] strides() {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int i = 0; i < shape.length; i++) {
      int axis = columnByColumn ? i : shape.length - 1 - i;
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** As NumPy writes it. */
  String text() {
    String axes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s%s), }"
        .formatted(
            format.description(),
            columnByColumn ? "True" : "False",
            axes,
            shape.length == 1 ? "," : "");
  }
}
