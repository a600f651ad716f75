package io.spikelet.service.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.util.unit.DataSize;

/**
 * A body on its way in. Counts its bytes, its time and its share of the memory of all bodies; ends
 * it when one of them is too much. The first bytes are not counted against the memory of all: small
 * bodies never wait for large ones, and the number of connections bounds them.
 */
final class ReceivedBody extends InputStream {
  static final int FREE_BYTES = 32 << 10;

  /** Of its bytes while their array grows. */
  static final long COPIES = 2;

  private static final int CHUNK = 64 << 10;
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final InputStream in;
  private final MemoryBudget.Share share;
  private final RequestDeadline deadline;
  private final Duration time;
  private final long leastRate;
  private final long began = System.nanoTime();
  private long bytes;
  private long paid = FREE_BYTES;
  private long waitedNanos;

  ReceivedBody(
      InputStream in,
      MemoryBudget.Share share,
      RequestDeadline deadline,
      Duration time,
      DataSize leastRate) {
    this.in = in;
    this.share = share;
    this.deadline = deadline;
    this.time = time;
    this.leastRate = leastRate.toBytes();
  }

  /**
   * All bytes from here to the end.
   *
   * @throws BodyTooLargeException if there are more than the limit
   */
  static byte[] all(InputStream in, int limit) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[8 << 10];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      if (all.size() + read > limit) {
        throw new BodyTooLargeException(limit);
      }
      all.write(chunk, 0, read);
    }
    return all.toByteArray();
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
    pay();
  }

  /** Twice: once for the bytes, once for the copy of them while their array grows. */
  private void pay() {
    if (bytes <= paid) {
      return;
    }
    long start = System.nanoTime();
    boolean got = share.grow(COPIES * CHUNK, Math.min(PATIENCE_NANOS, deadline.leftNanos()));
    // Not the client's fault.
    waitedNanos += System.nanoTime() - start;
    if (!got) {
      throw new BusyException("Other requests are sending bodies that take all memory for them.");
    }
    paid += CHUNK;
    pay();
  }
}
