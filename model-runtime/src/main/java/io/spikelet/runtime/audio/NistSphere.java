package io.spikelet.runtime.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NIST SPHERE file: {@code NIST_1A}, the header's size in bytes, lines {@code name -type value}
 * up to {@code end_head}, and from the header's size on the samples.
 *
 * @param fields the header's lines
 * @param body what follows the header
 */
record NistSphere(Map<String, String> fields, ByteBuffer body) {

  private static final int SIZE_AT = 8;
  private static final int FIELDS_AT = 16;
  private static final int MAX_HEADER = 65_536;
  private static final String BYTES = "sample_n_bytes";
  private static final Pattern FIELD = Pattern.compile("(\\w++) ++-(?:i|r|s\\d++) ++(\\S.*+)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  static StoredSound parse(byte[] file) {
    int size = headerSize(file);
    String header = new String(file, FIELDS_AT, size - FIELDS_AT, StandardCharsets.ISO_8859_1);
    return new NistSphere(fields(header), ByteBuffer.wrap(file, size, file.length - size).slice())
        .sound();
  }

  private static int headerSize(byte[] file) {
    if (file.length < FIELDS_AT) {
      throw cutShort();
    }
    String size =
        new String(file, SIZE_AT, FIELDS_AT - SIZE_AT, StandardCharsets.ISO_8859_1).strip();
    if (!NUMBER.matcher(size).matches()
        || Long.parseLong(size) < FIELDS_AT
        || Long.parseLong(size) > MAX_HEADER) {
      throw new SoundFormatException(
          "The SPHERE sound's header has no readable size from %d to %d bytes."
              .formatted(FIELDS_AT, MAX_HEADER));
    }
    if (Long.parseLong(size) > file.length) {
      throw cutShort();
    }
    return Integer.parseInt(size);
  }

  private static SoundFormatException cutShort() {
    return new SoundFormatException("The SPHERE sound is cut short in its header.");
  }

  private static Map<String, String> fields(String header) {
    Map<String, String> fields = new HashMap<>();
    for (String line : header.lines().toList()) {
      if (line.strip().equals("end_head")) {
        return fields;
      }
      Matcher field = FIELD.matcher(line.strip());
      if (field.matches()) {
        fields.put(field.group(1), field.group(2).strip());
      }
    }
    throw new SoundFormatException("The SPHERE sound's header has no end.");
  }

  private StoredSound sound() {
    SampleEncoding encoding = encoding(fields.getOrDefault("sample_coding", "pcm"));
    long channels = fields.containsKey("channel_count") ? number("channel_count") : 1;
    StoredSound all =
        StoredSound.of(body.order(order(encoding)), encoding, channels, number("sample_rate"));
    return fields.containsKey("sample_count") ? all.first(number("sample_count")) : all;
  }

  private SampleEncoding encoding(String coding) {
    return switch (coding.toLowerCase(Locale.ROOT)) {
      case "pcm" -> integers(number(BYTES));
      case "ulaw", "mu-law" -> ofOneByte(SampleEncoding.MU_LAW, number(BYTES));
      case "alaw", "a-law" -> ofOneByte(SampleEncoding.A_LAW, number(BYTES));
      default ->
          throw new SoundFormatException(
              "The SPHERE sound is stored as '%s'; read are pcm, ulaw and alaw.".formatted(coding));
    };
  }

  private static SampleEncoding ofOneByte(SampleEncoding encoding, long bytes) {
    if (bytes != 1) {
      throw new SoundFormatException(
          "The SPHERE sound has samples of %d bytes; its coding has 1.".formatted(bytes));
    }
    return encoding;
  }

  private static SampleEncoding integers(long bytes) {
    if (bytes == 1) {
      return SampleEncoding.SIGNED_8;
    }
    if (bytes == 2) {
      return SampleEncoding.SIGNED_16;
    }
    if (bytes == 4) {
      return SampleEncoding.SIGNED_32;
    }
    throw new SoundFormatException(
        "The SPHERE sound has samples of %d bytes; 1, 2 and 4 are read.".formatted(bytes));
  }

  private ByteOrder order(SampleEncoding encoding) {
    String format = fields.getOrDefault("sample_byte_format", "none");
    if (encoding.bytes() == 1) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    return switch (format) {
      case "01", "0123" -> ByteOrder.LITTLE_ENDIAN;
      case "10", "3210" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new SoundFormatException(
              "The SPHERE sound has the byte order '%s'; 01 and 10 are read.".formatted(format));
    };
  }

  private long number(String name) {
    String value = fields.getOrDefault(name, "none");
    if (!NUMBER.matcher(value).matches()) {
      throw new SoundFormatException(
          "The SPHERE sound's %s is '%s'; it must be a whole number.".formatted(name, value));
    }
    return Long.parseLong(value);
  }
}
