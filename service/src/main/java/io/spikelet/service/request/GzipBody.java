package io.spikelet.service.request;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a gzip stream holds, RFC 1952: one member, or several behind each other, each held against
 * its sum and length. Keeps two buffers, and nothing of what a header names.
 *
 * <p>Not {@link java.util.zip.GZIPInputStream}: whatever is wrong behind the first member is the
 * end to it, so that a body cut off there would pass for a whole one.
 */
final class GzipBody extends InputStream {
  private static final int DEFLATE = 8;
  private static final int HEADER_SUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 contentSum = new CRC32();
  private final CRC32 headerSum = new CRC32();
  private final byte[] buffer = new byte[8 << 10];
  private int next;
  private int end;
  private boolean begun;
  private boolean inMember;
  private boolean over;

  GzipBody(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  /**
   * Reads what is compressed.
   *
   * @throws MalformedBodyException if this is no gzip stream, is damaged or breaks off
   */
  @Override
  public int read(byte[] content, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      int read = 0;
      // A member may be empty.
      while (read == 0 && !over) {
        if (inMember) {
          read = inflate(content, offset, length);
        } else {
          beginMember();
        }
      }
      return over ? -1 : read;
    } catch (EOFException cutOff) {
      throw malformed("it breaks off");
    } catch (DataFormatException damaged) {
      throw malformed("what it has compressed is damaged");
    }
  }

  /** Some of the member, or nothing if it was at its end. */
  private int inflate(byte[] content, int offset, int length)
      throws IOException, DataFormatException {
    int read = inflater.inflate(content, offset, length);
    while (read == 0 && !inflater.finished()) {
      if (inflater.needsDictionary()) {
        throw new DataFormatException("gzip has no dictionaries");
      }
      requireSome();
      inflater.setInput(buffer, next, end - next);
      next = end;
      read = inflater.inflate(content, offset, length);
    }
    contentSum.update(content, offset, read);
    if (read == 0) {
      endMember();
    }
    return read;
  }

  private void beginMember() throws IOException {
    if (begun && next == end && !fill()) {
      over = true;
      return;
    }
    headerSum.reset();
    if (headerByte() != 0x1f || headerByte() != 0x8b) {
      throw malformed(begun ? "something else follows it" : "it is none");
    }
    int method = headerByte();
    int flags = headerByte();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw malformed("its header means nothing in RFC 1952");
    }
    skipHeader(6);
    skipFields(flags);
    begun = true;
    inMember = true;
    contentSum.reset();
    inflater.reset();
  }

  private void skipFields(int flags) throws IOException {
    if ((flags & EXTRA) != 0) {
      skipHeader(headerByte() | headerByte() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_SUM) != 0) {
      long sum = headerSum.getValue() & 0xffff;
      require(sum == (headerByte() | headerByte() << 8), "its header is damaged");
    }
  }

  private void endMember() throws IOException {
    next -= inflater.getRemaining();
    require(number() == contentSum.getValue(), "the sum of its content is wrong");
    require(number() == (inflater.getBytesWritten() & 0xffffffffL), "its length is wrong");
    inMember = false;
  }

  private void skipHeader(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      headerByte();
    }
  }

  private void skipText() throws IOException {
    int read = headerByte();
    while (read != 0) {
      read = headerByte();
    }
  }

  private int headerByte() throws IOException {
    int read = nextByte();
    headerSum.update(read);
    return read;
  }

  private long number() throws IOException {
    return nextByte() | nextByte() << 8 | nextByte() << 16 | (long) nextByte() << 24;
  }

  private int nextByte() throws IOException {
    requireSome();
    return Byte.toUnsignedInt(buffer[next++]);
  }

  private void requireSome() throws IOException {
    if (next == end && !fill()) {
      throw new EOFException();
    }
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw malformed(otherwise);
    }
  }

  private static MalformedBodyException malformed(String reason) {
    return new MalformedBodyException(
        "The header Content-Encoding says that the body is a gzip stream, but %s."
            .formatted(reason));
  }

  /** Gives the memory outside the heap back. */
  @Override
  public void close() {
    inflater.end();
  }
}
