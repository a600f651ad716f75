package io.spikelet.training.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Writes tiny data sets. */
final class DatasetFiles {

  private DatasetFiles() {}

  static byte[] idx(int[] sizes, byte... data) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length + data.length);
    buffer.putInt(0x0800 | sizes.length);
    for (int size : sizes) {
      buffer.putInt(size);
    }
    return buffer.put(data).array();
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** Two pictures of two rows and three columns, labels 7 and 2. */
  static Path twoDigits(Path directory) throws IOException {
    for (String prefix : new String[] {"train", "t10k"}) {
      Files.write(
          directory.resolve(prefix + "-images-idx3-ubyte"), idx(new int[] {2, 2, 3}, ramp(12)));
      Files.write(
          directory.resolve(prefix + "-labels-idx1-ubyte"), idx(new int[] {2}, (byte) 7, (byte) 2));
    }
    return directory;
  }

  /** 0, 20, 40, ... */
  static byte[] ramp(int length) {
    byte[] ramp = new byte[length];
    for (int i = 0; i < length; i++) {
      ramp[i] = (byte) (20 * i);
    }
    return ramp;
  }

  /** A picture of one colour, {@code 0xrrggbb}. */
  static byte[] png(int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    return encoded(image, "png");
  }

  static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  /** Puts a directory's files into a zip, without directory entries. */
  static Path zip(Path directory, Path zipFile) throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(
                URI.create("jar:" + zipFile.toUri()), Map.of("create", "true"));
        var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = zip.getPath("/" + directory.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return zipFile;
  }
}
