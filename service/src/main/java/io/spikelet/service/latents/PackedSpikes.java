package io.spikelet.service.latents;

import static io.spikelet.service.latents.JsonPlace.refused;

import io.spikelet.runtime.spike.SpikeTrain;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variant.PaddingReadBehaviour;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** The spikes of one sample as base64 of their bits {@code t * D + d}, least significant first. */
final class PackedSpikes {
  private static final Base64Variant BASE64 =
      Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(PaddingReadBehaviour.PADDING_ALLOWED);

  private PackedSpikes() {}

  /**
   * The bytes that the text stands for, decoded while it is read.
   *
   * @param before values of other samples of the same body
   */
  static byte[] read(JsonParser parser, long before) {
    JsonPlace.require(parser, JsonToken.VALUE_STRING, "base64 text");
    String where = JsonPlace.of(parser);
    Bounded bytes = new Bounded(where, before);
    try {
      parser.readBinaryValue(BASE64, bytes);
    } catch (UnexpectedEndOfInputException cut) {
      throw cut;
    } catch (StreamReadException noBase64) {
      throw refused(parser, where + " is not base64");
    }
    return bytes.collected.toByteArray();
  }

  /**
   * The spike train.
   *
   * @param where the sample stands in the body
   */
  static SpikeTrain train(
      String where,
      byte @Nullable [] packed,
      @Nullable Integer timeSteps,
      @Nullable Integer neurons) {
    if (packed == null || timeSteps == null || neurons == null) {
      throw refused("%s.packed needs the members time_steps and neurons".formatted(where));
    }
    SpikeTrainLimits.requireSizes("The JSON", 1, timeSteps, neurons);
    try {
      return SpikeTrain.unpack(packed, timeSteps, neurons);
    } catch (IllegalArgumentException contradiction) {
      throw refused("%s.packed does not fit: %s".formatted(where, contradiction.getMessage()));
    }
  }

  /** Collects no more than is allowed. */
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final String where;
    private final long before;

    Bounded(String where, long before) {
      this.where = where;
      this.before = before;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      long values = (long) Byte.SIZE * (collected.size() + length);
      if (values > SpikeTrainLimits.VALUES) {
        throw refused(
            "%s has more than %d values; that many are allowed"
                .formatted(where, SpikeTrainLimits.VALUES));
      }
      SpikeTrainLimits.requireAll(before + values);
      collected.write(bytes, offset, length);
    }
  }
}
