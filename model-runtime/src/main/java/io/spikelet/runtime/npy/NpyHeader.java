package io.spikelet.runtime.npy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text in front of the elements: a Python dictionary of three entries.
 *
 * @param type of the elements
 * @param shape sizes of the axes, outermost first
 */
record NpyHeader(ElementType type, int[] shape) {

  private static final int MAX_AXES = 32;
  // Keys may come in any order; a writer may leave out spaces and the last comma.
  private static final Pattern TYPE =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(((?:\\s*\\d{1,10}\\s*,?){0,33})\\s*\\)");

  static NpyHeader parse(byte[] text) {
    String header = new String(text, StandardCharsets.ISO_8859_1);
    String order = find(ORDER, header, "fortran_order");
    if (order.equals("True")) {
      throw new NpyFormatException(
          "The .npy array is stored column by column; save numpy.ascontiguousarray(a) instead.");
    }
    ElementType type = ElementType.of(find(TYPE, header, "descr"));
    return new NpyHeader(type, shape(find(SHAPE, header, "shape")));
  }

  /** Number of elements. */
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

  private static String find(Pattern pattern, String header, String key) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new NpyFormatException("The header of the .npy array has no readable '" + key + "'.");
    }
    return matcher.group(1);
  }

  private static int[] shape(String axes) {
    int[] shape;
    try {
      shape =
          Arrays.stream(axes.split(","))
              .map(String::strip)
              .filter(axis -> !axis.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
    } catch (NumberFormatException e) {
      throw new NpyFormatException("The .npy array is too large: shape (" + axes + ").");
    }
    if (shape.length > MAX_AXES) {
      throw new NpyFormatException("The .npy array has more than " + MAX_AXES + " axes.");
    }
    return shape;
  }
}
