package io.spikelet.service.request;

/**
 * Makes the bytes of a body what an operation takes.
 *
 * @param <T> what that is
 */
public interface BodyDecoder<T> {
  /**
   * The memory that decoding takes, by what the body says of itself; an exception for one that is
   * refused already.
   */
  long workingBytes(byte[] body);

  /** Decodes; on a thread that is interrupted when nobody waits any more. */
  T decode(byte[] body);
}
