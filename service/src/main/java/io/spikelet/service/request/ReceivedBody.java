package io.spikelet.service.request;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/** A body on its way in: counts its bytes and its time; ends it when one of them is too much. */
final class ReceivedBody extends InputStream {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final InputStream in;
  private final int limit;
  private final int extra;
  private final RequestDeadline deadline;
  private final Duration time;
  private final long leastRate;
  private final long began = System.nanoTime();
  private long bytes;
  private long waitedNanos;

  /**
   * @param limit most bytes, whatever they turn out to hold
   * @param extra bytes that come on top, around what is wanted
   */
  ReceivedBody(
      InputStream in,
      int limit,
      int extra,
      RequestDeadline deadline,
      Duration time,
      DataSize leastRate) {
    this.in = in;
    this.limit = limit;
    this.extra = extra;
    this.deadline = deadline;
    this.time = time;
    this.leastRate = leastRate.toBytes();
  }

  /** The body was not read for so long, which is not the client's fault. */
  void waited(long nanos) {
    waitedNanos += nanos;
  }

  /**
   * Checks a length that is known, or that the client declares.
   *
   * @throws BodyTooLargeException if that is too much
   */
  void requireWithinLimit(long length) {
    if (length > (long) limit + extra) {
      throw extra == 0
          ? new BodyTooLargeException(limit)
          : BodyTooLargeException.asSent(limit, extra);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        count(read);
      }
      return read;
    } catch (SocketTimeoutException stalled) {
      throw new SlowBodyException("The body stopped coming before it was complete.");
    }
  }

  private void count(int read) {
    bytes += read;
    requireWithinLimit(bytes);
    deadline.require();
    long taken = System.nanoTime() - began - waitedNanos;
    if (taken > time.toNanos()) {
      throw new SlowBodyException(
          "The body took longer than %d ms to arrive.".formatted(time.toMillis()));
    }
    if (taken > GRACE_NANOS && bytes < leastRate * (taken / 1e9)) {
      throw new SlowBodyException(
          "The body comes more slowly than %d bytes a second.".formatted(leastRate));
    }
  }
}
