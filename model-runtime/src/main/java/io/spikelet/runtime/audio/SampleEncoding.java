package io.spikelet.runtime.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How one sample is stored; the byte order is the buffer's.
 *
 * <p>A-law and mu-law have a sign s, an exponent e of three bits and a mantissa m of four. A-law,
 * every second bit inverted, positive where s is 1: {@code (2 m + 1) 2^-12} for e = 0, else {@code
 * (2 m + 33) 2^(e - 13)}. mu-law, all bits inverted, negative where s is 1: {@code ((2 m + 33) 2^e
 * - 33) 2^-13}. Source: ITU-T G.711 (1988), tables 1 and 2, with 2^12 and 2^13 of their units as
 * full scale.
 */
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
  A_LAW(1) {
    @Override
    double value(ByteBuffer data, int at) {
      int bits = Byte.toUnsignedInt(data.get(at)) ^ 0x55;
      int mantissa = 2 * (bits & 0xF) + 1;
      int exponent = bits >> 4 & 7;
      double magnitude = exponent == 0 ? mantissa : (mantissa + 32) << (exponent - 1);
      return (bits & 0x80) == 0 ? -magnitude * 0x1p-12 : magnitude * 0x1p-12;
    }
  },
  MU_LAW(1) {
    @Override
    double value(ByteBuffer data, int at) {
      int bits = Byte.toUnsignedInt(data.get(at)) ^ 0xFF;
      int magnitude = ((2 * (bits & 0xF) + 33) << (bits >> 4 & 7)) - 33;
      return (bits & 0x80) == 0 ? magnitude * 0x1p-13 : -magnitude * 0x1p-13;
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
