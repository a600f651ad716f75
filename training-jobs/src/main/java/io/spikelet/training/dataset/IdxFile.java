package io.spikelet.training.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes, compressed with gzip or not.
 *
 * <p>Big-endian: {@code 0x000008dd} (dd: number of dimensions), one 32-bit size per dimension, then
 * the bytes, the last dimension fastest.
 *
 * @param data not copied
 */
record IdxFile(int[] sizes, byte[] data) {

  private static final int UNSIGNED_BYTES = 0x0800;

  /**
   * Reads a file.
   *
   * @throws DatasetException if it has another number of dimensions, is cut short or has more bytes
   *     than its header says
   */
  static IdxFile read(Path file, int dimensions) {
    try (InputStream in = decompressed(file)) {
      int[] sizes = header(file, in, dimensions);
      return new IdxFile(sizes, body(file, in, sizes));
    } catch (EOFException e) {
      throw new DatasetException(file, "complete gzip data", "an end in the middle of it");
    } catch (ZipException e) {
      throw new DatasetException(file, "gzip data", "damaged gzip data (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new DatasetException(file, "a readable file", e.toString());
    }
  }

  /** The content decides whether the file is compressed: names lie after unpacking by hand. */
  private static InputStream decompressed(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      int magic = in.read() | in.read() << 8;
      in.reset();
      return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static int[] header(Path file, InputStream in, int dimensions) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(4 + 4 * dimensions));
    int magic = header.remaining() >= 4 ? header.getInt() : -1;
    if (magic != (UNSIGNED_BYTES | dimensions) || header.remaining() < 4 * dimensions) {
      throw new DatasetException(
          file,
          "an IDX header 0x%08x of %d sizes".formatted(UNSIGNED_BYTES | dimensions, dimensions),
          header.limit() < 4 + 4 * dimensions
              ? "only %d bytes".formatted(header.limit())
              : "0x%08x".formatted(magic));
    }
    int[] sizes = new int[dimensions];
    header.asIntBuffer().get(sizes);
    return sizes;
  }

  private static byte[] body(Path file, InputStream in, int[] sizes) throws IOException {
    long expected = 1;
    for (int size : sizes) {
      expected = size <= 0 ? -1 : Math.multiplyHigh(expected, size) == 0 ? expected * size : -1;
      if (expected < 0 || expected > Integer.MAX_VALUE - 16) {
        throw new DatasetException(
            file, "sizes above 0 and below 2 GB in all", Arrays.toString(sizes));
      }
    }
    // readNBytes grows with what is there, so a header that lies costs no memory.
    byte[] data = in.readNBytes((int) expected);
    if (data.length < expected) {
      throw new DatasetException(file, expected + " bytes after the header", "only " + data.length);
    }
    if (in.read() >= 0) {
      throw new DatasetException(file, expected + " bytes after the header", "more");
    }
    return data;
  }
}
