package io.spikelet.service.latents;

import io.spikelet.runtime.spike.SpikeTrain;
import io.spikelet.service.request.BodyDecoder;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads spike trains as {@code /latents} writes them: a NumPy array {@code [T, N, D]} or JSON. The
 * content decides which.
 */
@Component
class SpikeTrainBody implements BodyDecoder<List<SpikeTrain>> {
  private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte[] ZIP_MAGIC = {'P', 'K'};

  /** Of the parsers, whatever they read; a header of an array may be as long. */
  private static final long WORKING_BYTES = 256 << 10;

  /**
   * The spike trains, one sample each; 1 to 64.
   *
   * @throws MalformedSpikeTrainException if the bytes are no spike train
   * @throws io.spikelet.runtime.npy.NpyFormatException if they begin like a NumPy array and are
   *     none
   */
  @Override
  public List<SpikeTrain> decode(byte[] body) {
    requireNoArchive(body);
    return startsWith(body, NPY_MAGIC)
        ? SpikeTrainArray.of(body).trains()
        : SpikeTrainJson.read(body);
  }

  @Override
  public long workingBytes(byte[] body) {
    requireNoArchive(body);
    return WORKING_BYTES
        + (startsWith(body, NPY_MAGIC)
            ? SpikeTrainArray.of(body).bytes()
            : SpikeTrainJson.bytes(body.length));
  }

  private static void requireNoArchive(byte[] body) {
    if (startsWith(body, ZIP_MAGIC)) {
      throw new MalformedSpikeTrainException(
          "The body is an archive, such as .npz; send one array of it: numpy.save('spikes.npy',"
              + " numpy.load('spikes.npz')['its name']).");
    }
  }

  private static boolean startsWith(byte[] body, byte[] magic) {
    return body.length >= magic.length
        && Arrays.equals(body, 0, magic.length, magic, 0, magic.length);
  }
}
