package io.spikelet.runtime.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes small sound files. */
public final class SoundFiles {

  private static final byte[] GUID_END = {
    0, 0, 0, 0, 16, 0, (byte) 128, 0, 0, (byte) 170, 0, 56, (byte) 155, 113
  };

  private SoundFiles() {}

  /** A WAVE file of 16 bits with one channel; samples are in [-1, 1). */
  public static byte[] wave(int sampleRate, float... samples) {
    return wave(format(1, 1, sampleRate, 16), integers(16, ByteOrder.LITTLE_ENDIAN, samples));
  }

  /**
   * A WAVE file of one channel whose samples are these bytes, whatever its header says of them.
   *
   * @param tag of the encoding; 1 is integers, 3 floats
   */
  public static byte[] wave(int tag, int sampleRate, int bits, byte[] data) {
    return wave(format(tag, 1, sampleRate, bits), data);
  }

  /** A SPHERE file of 16 bits with one channel, little-endian. */
  public static byte[] sphere(int sampleRate, float... samples) {
    return sphere(
        """
        channel_count -i 1
        sample_count -i %d
        sample_rate -i %d
        sample_n_bytes -i 2
        sample_byte_format -s2 01
        sample_coding -s3 pcm
        """
            .formatted(samples.length, sampleRate),
        integers(16, ByteOrder.LITTLE_ENDIAN, samples));
  }

  /** A tone of {@code 0.5 sin(2 pi f t)}. */
  public static float[] tone(double frequency, int sampleRate, int length) {
    float[] tone = new float[length];
    for (int i = 0; i < length; i++) {
      tone[i] = (float) (0.5 * StrictMath.sin(2 * Math.PI * frequency * i / sampleRate));
    }
    return tone;
  }

  static byte[] wave(byte[] format, byte[] data) {
    return riff(chunk("fmt ", format), chunk("data", data));
  }

  static byte[] riff(byte[]... chunks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ascii("WAVE"));
    for (byte[] chunk : chunks) {
      body.writeBytes(chunk);
    }
    return chunk("RIFF", body.toByteArray());
  }

  static byte[] chunk(String id, byte[] content) {
    return chunk(id, content.length, content);
  }

  /** A chunk that says that it has {@code size} bytes. */
  static byte[] chunk(String id, int size, byte[] content) {
    return ByteBuffer.allocate(8 + content.length + content.length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii(id))
        .putInt(size)
        .put(content)
        .array();
  }

  static byte[] format(int tag, int channels, int sampleRate, int bits) {
    int frame = channels * bits / 8;
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) tag)
        .putShort((short) channels)
        .putInt(sampleRate)
        .putInt(sampleRate * frame)
        .putShort((short) frame)
        .putShort((short) bits)
        .array();
  }

  static byte[] extensible(int subTag, int channels, int sampleRate, int bits) {
    return ByteBuffer.allocate(40)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(format(0xFFFE, channels, sampleRate, bits))
        .putShort((short) 22)
        .putShort((short) bits)
        .putInt(0)
        .putShort((short) subTag)
        .put(GUID_END)
        .array();
  }

  static byte[] sphere(String fields, byte[] data) {
    ByteBuffer file = ByteBuffer.allocate(1024 + data.length);
    file.put(ascii("NIST_1A\n   1024\n" + fields + "end_head\n"));
    return file.put(1024, data).array();
  }

  static byte[] integers(int bits, ByteOrder order, float... samples) {
    ByteBuffer data = ByteBuffer.allocate(samples.length * bits / 8);
    for (float sample : samples) {
      long level = Math.round(sample * (double) (1L << (bits - 1)));
      for (int i = 0; i < bits; i += 8) {
        data.put((byte) (level >> (order == ByteOrder.LITTLE_ENDIAN ? i : bits - 8 - i)));
      }
    }
    return data.array();
  }

  static byte[] floats(float... samples) {
    ByteBuffer data = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(samples);
    return data.array();
  }

  static byte[] doubles(double... samples) {
    ByteBuffer data = ByteBuffer.allocate(8 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(samples);
    return data.array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
