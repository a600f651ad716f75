package io.spikelet.service.latents;

import io.spikelet.runtime.npy.NpyArray;
import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.service.request.BodyDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads spike trains as {@code /latents} writes them: a NumPy array {@code [T, N, D]} or JSON. The
 * content decides which.
 */
@Component
class SpikeTrainBody implements BodyDecoder<List<SpikeTrain>> {
  private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_SAMPLES = 64;

  /** Of the parser, whatever it reads. */
  private static final long WORKING_BYTES = 64 << 10;

  private final JsonMapper json;

  SpikeTrainBody(JsonMapper json) {
    this.json = json;
  }

  /**
   * The spike trains, one sample each; 1 to 64.
   *
   * @throws MalformedSpikeTrainException if the bytes are no spike train
   * @throws io.spikelet.runtime.npy.NpyFormatException if they begin like a NumPy array and are
   *     none
   */
  @Override
  public List<SpikeTrain> decode(byte[] body) {
    List<SpikeTrain> trains = startsWithMagic(body) ? npy(body) : SpikeTrainJson.read(json, body);
    if (trains.isEmpty() || trains.size() > MAX_SAMPLES) {
      throw new MalformedSpikeTrainException(
          "There are %d samples; allowed are 1 to %d.".formatted(trains.size(), MAX_SAMPLES));
    }
    return trains;
  }

  @Override
  public long workingBytes(byte[] body) {
    return WORKING_BYTES + 2L * body.length;
  }

  private static boolean startsWithMagic(byte[] body) {
    return body.length >= NPY_MAGIC.length
        && Arrays.equals(body, 0, NPY_MAGIC.length, NPY_MAGIC, 0, NPY_MAGIC.length);
  }

  private static List<SpikeTrain> npy(byte[] body) {
    NpyArray array = NpyArray.parse(body);
    int[] shape = array.shape();
    if (shape.length != 3 || Arrays.stream(shape).anyMatch(length -> length < 1)) {
      throw new MalformedSpikeTrainException(
          "The array's shape is %s; a spike train is [time steps, samples, neurons]."
              .formatted(Arrays.toString(shape)));
    }
    try {
      SpikeTrain train = SpikeTrain.of(array.floats(), shape[0], shape[1], shape[2]);
      return IntStream.range(0, shape[1]).mapToObj(train::sample).toList();
    } catch (IllegalArgumentException notBinary) {
      throw new MalformedSpikeTrainException(
          "The array is no spike train: %s.".formatted(notBinary.getMessage()), notBinary);
    }
  }
}
