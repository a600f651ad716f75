package io.spikelet.runtime.npy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types that are read; the byte order is the buffer's. */
enum ElementType {
  BOOL("b1", 1) {
    @Override
    double value(ByteBuffer data, int at) {
      return Byte.toUnsignedInt(data.get(at));
    }
  },
  INT8("i1", 1) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.get(at);
    }
  },
  INT16("i2", 2) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getShort(at);
    }
  },
  INT32("i4", 4) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getInt(at);
    }
  },
  INT64("i8", 8) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getLong(at);
    }
  },
  UINT8("u1", 1) {
    @Override
    double value(ByteBuffer data, int at) {
      return Byte.toUnsignedInt(data.get(at));
    }
  },
  UINT16("u2", 2) {
    @Override
    double value(ByteBuffer data, int at) {
      return Short.toUnsignedInt(data.getShort(at));
    }
  },
  UINT32("u4", 4) {
    @Override
    double value(ByteBuffer data, int at) {
      return Integer.toUnsignedLong(data.getInt(at));
    }
  },
  UINT64("u8", 8) {
    @Override
    double value(ByteBuffer data, int at) {
      long bits = data.getLong(at);
      // The lowest bit is kept in the half, so that the whole is rounded once.
      return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
    }
  },
  FLOAT16("f2", 2) {
    @Override
    double value(ByteBuffer data, int at) {
      return Float.float16ToFloat(data.getShort(at));
    }
  },
  FLOAT32("f4", 4) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getFloat(at);
    }
  },
  FLOAT64("f8", 8) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getDouble(at);
    }
  };

  /** What is read, as the end of a sentence. */
  static final String ALL =
      "integers, signed or not, of 1, 2, 4 and 8 bytes, booleans, and floats of 2, 4 and 8 bytes";

  private final String code;
  private final int bytes;

  ElementType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** Kind and size, as in a file's header behind the byte order. */
  String code() {
    return code;
  }

  /** Size of one element. */
  int bytes() {
    return bytes;
  }

  /** The element that begins at byte {@code at}; integers beyond 2^53 are rounded. */
  abstract double value(ByteBuffer data, int at);

  static Optional<ElementType> of(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }
}
