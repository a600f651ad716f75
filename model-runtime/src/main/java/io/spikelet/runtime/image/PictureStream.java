package io.spikelet.runtime.image;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Bytes in memory as ImageIO's readers take them, without a copy; ends the reading when its thread
 * is interrupted, also within a reader that tells nothing of its progress.
 */
final class PictureStream extends ImageInputStreamImpl {

  /** Calls between two looks at the thread. */
  private static final int PATIENCE = 1 << 12;

  private final byte[] bytes;
  private int calls;

  PictureStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (++calls % PATIENCE == 0) {
      DecodingStoppedException.stopIfInterrupted();
    }
    return streamPos < bytes.length ? Byte.toUnsignedInt(bytes[(int) streamPos++]) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    DecodingStoppedException.stopIfInterrupted();
    int count = Math.clamp(bytes.length - streamPos, 0, length);
    if (count == 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
