package io.spikelet.service.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * A body as it is kept, any content coding taken off: counts its share of the memory of all bodies.
 * The first bytes are not counted: small bodies never wait for large ones, and the number of
 * connections bounds them.
 */
final class KeptBody extends InputStream {
  static final int FREE_BYTES = 32 << 10;

  /** Of its bytes while their array grows. */
  static final long COPIES = 2;

  private static final int CHUNK = 64 << 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final InputStream content;
  private final ReceivedBody received;
  private final MemoryBudget.Share share;
  private final RequestDeadline deadline;
  private long bytes;
  private long paid = FREE_BYTES;

  /**
   * @param content what the body holds
   * @param received the same as it comes, told how long it had to wait
   */
  KeptBody(
      InputStream content,
      ReceivedBody received,
      MemoryBudget.Share share,
      RequestDeadline deadline) {
    this.content = content;
    this.received = received;
    this.share = share;
    this.deadline = deadline;
  }

  /**
   * All bytes from here to the end.
   *
   * @throws BodyTooLargeException if there are more than the limit
   */
  byte[] all(int limit) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[8 << 10];
    for (int read = read(chunk); read >= 0; read = read(chunk)) {
      if (all.size() + read > limit) {
        throw content.equals(received)
            ? new BodyTooLargeException(limit)
            : BodyTooLargeException.decompressed(limit);
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
    int read = content.read(buffer, offset, length);
    bytes += Math.max(0, read);
    while (bytes > paid) {
      pay();
    }
    return read;
  }

  /** Twice: once for the bytes, once for the copy of them while their array grows. */
  // What is decompressed comes without waiting for anybody, and others want this core too.
  @SuppressWarnings("ThreadPriorityCheck")
  private void pay() {
    deadline.require();
    long start = System.nanoTime();
    boolean got = share.grow(COPIES * CHUNK, Math.min(PATIENCE_NANOS, deadline.leftNanos()));
    received.waited(System.nanoTime() - start);
    if (!got) {
      throw new BusyException("Other requests are sending bodies that take all memory for them.");
    }
    paid += CHUNK;
    Thread.yield();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
