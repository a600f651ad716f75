package io.spikelet.runtime.npy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The element types that are read and written, all little-endian. */
enum ElementType {
  UINT8("|u1", 1) {
    @Override
    double value(ByteBuffer data, int i) {
      return Byte.toUnsignedInt(data.get(i));
    }
  },
  BOOL("|b1", 1) {
    @Override
    double value(ByteBuffer data, int i) {
      return data.get(i) == 0 ? 0 : 1;
    }
  },
  FLOAT32("<f4", 4) {
    @Override
    double value(ByteBuffer data, int i) {
      return data.getFloat(i * 4);
    }
  },
  FLOAT64("<f8", 8) {
    @Override
    double value(ByteBuffer data, int i) {
      return data.getDouble(i * 8);
    }
  },
  INT64("<i8", 8) {
    @Override
    double value(ByteBuffer data, int i) {
      return data.getLong(i * 8);
    }
  };

  private final String description;
  private final int bytes;

  ElementType(String description, int bytes) {
    this.description = description;
    this.bytes = bytes;
  }

  /** As in a file's header. */
  String description() {
    return description;
  }

  /** Size of one element. */
  int bytes() {
    return bytes;
  }

  /** Element i of little-endian data; integers beyond 2^53 are rounded. */
  abstract double value(ByteBuffer data, int i);

  static ElementType of(String description) {
    return Arrays.stream(values())
        .filter(type -> type.description.equals(description))
        .findFirst()
        .orElseThrow(
            () ->
                new NpyFormatException(
                    "The .npy array has elements of type '%s'; types that are read are %s."
                        .formatted(shortened(description), descriptions())));
  }

  private static String shortened(String description) {
    return description.length() <= 20 ? description : description.substring(0, 20) + "…";
  }

  private static String descriptions() {
    return Arrays.stream(values()).map(type -> type.description).collect(Collectors.joining(", "));
  }
}
