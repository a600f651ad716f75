package io.spikelet.runtime.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one sample is stored; the byte order is the buffer's. */
enum SampleEncoding {
  UNSIGNED_8(1) {
    @Override
    double value(ByteBuffer data, int at) {
      return (Byte.toUnsignedInt(data.get(at)) - 0x80) * 0x1p-7;
    }
  },
  SIGNED_8(1) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.get(at) * 0x1p-7;
    }
  },
  SIGNED_16(2) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getShort(at) * 0x1p-15;
    }
  },
  SIGNED_24(3) {
    @Override
    double value(ByteBuffer data, int at) {
      boolean little = data.order() == ByteOrder.LITTLE_ENDIAN;
      int high = data.get(little ? at + 2 : at);
      int low = Byte.toUnsignedInt(data.get(little ? at : at + 2));
      return (high << 16 | Byte.toUnsignedInt(data.get(at + 1)) << 8 | low) * 0x1p-23;
    }
  },
  SIGNED_32(4) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getInt(at) * 0x1p-31;
    }
  },
  FLOAT_32(4) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getFloat(at);
    }
  },
  FLOAT_64(8) {
    @Override
    double value(ByteBuffer data, int at) {
      return data.getDouble(at);
    }
  };

  private final int bytes;

  SampleEncoding(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one sample. */
  int bytes() {
    return bytes;
  }

  /** Whether samples may leave [-1, 1] or be no numbers. */
  boolean isUnbounded() {
    return this == FLOAT_32 || this == FLOAT_64;
  }

  /** The sample that begins at byte {@code at}; integers of full scale are in [-1, 1). */
  abstract double value(ByteBuffer data, int at);
}
