package io.spikelet.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests for {@link ImageDecoder} on pictures that are larger than what is made of them. */
class ImageDecoderTests {

  private static final int MEGABYTE = 1 << 20;

  @ParameterizedTest
  @CsvSource({"1,0", "8,0", "16,0", "8,2", "8,6", "16,6", "8,3"})
  void thinsOutWhatIsLargerThanAMegapixel(int depth, int colourType) {
    byte[] file = blackPng(4096, 4096, depth, colourType);
    assertThat(file.length).isLessThan(MEGABYTE);
    Image image = PngCodec.decode(file);
    assertThat(image.width()).isEqualTo(1024);
    assertThat(image.height()).isEqualTo(1024);
    assertThat(DecodeCost.of(file, DecodeLimits.DEFAULT).bytes()).isLessThan(24 * MEGABYTE);
  }

  @Test
  void keepsEveryPixelUpToAMegapixel() {
    assertThat(PngCodec.decode(blackPng(1024, 1024, 8, 0)).width()).isEqualTo(1024);
    assertThat(PngCodec.decode(blackPng(4096, 256, 8, 0)).width()).isEqualTo(4096);
    assertThat(PngCodec.decode(blackPng(4096, 257, 8, 0)).width()).isEqualTo(2048);
  }

  @Test
  void refusesAJpegWhoseScansPassThroughTooManyPixels() {
    byte[] jpeg = withScans(progressiveJpeg(2048, 2048), 60);
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(jpeg))
        .withMessageContaining("60 scans of 4194304 pixels; at most 200000000 pixels");
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(withScans(progressiveJpeg(16, 16), 101)))
        .withMessageContaining("101 scans; at most 100");
  }

  @Test
  void countsTheCoefficientsThatAProgressiveJpegKeeps() {
    byte[] jpeg = progressiveJpeg(1000, 500);
    DecodeCost cost = DecodeCost.of(jpeg, DecodeLimits.DEFAULT);
    assertThat(cost.bytes()).isGreaterThan(3 * 500_000 + 16 * 500_000);
    assertThat(cost.work()).isEqualTo(500_000L * JpegFile.of(jpeg).scans());
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() {
    byte[][] files = {
      blackPng(2048, 2048, 8, 2),
      blackPng(2048, 2048, 8, 3),
      progressiveJpeg(512, 512),
      ForeignPicturesTests.gif(4, 3, 1, 2, 2, 1),
      PillowVectors.file("rgb.bmp"),
      ForeignPicturesTests.foreign("lossless.webp"),
      ForeignPicturesTests.foreign("lossy.webp"),
      ForeignPicturesTests.foreign("predicted.tif")
    };
    for (byte[] file : files) {
      Thread.currentThread().interrupt();
      try {
        assertThatExceptionOfType(DecodingStoppedException.class)
            .isThrownBy(() -> PngCodec.decode(file));
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(PngCodec.decode(file).width()).isPositive();
    }
  }

  /** Black, written as a stream: it need not fit into memory. */
  private static byte[] blackPng(int width, int height, int depth, int colourType) {
    int channels = new int[] {1, 0, 3, 1, 2, 0, 4}[colourType];
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(data, new Deflater(Deflater.BEST_SPEED))) {
      byte[] line = new byte[1 + Math.ceilDiv(width * depth * channels, 8)];
      for (int y = 0; y < height; y++) {
        deflater.write(line);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(PngCodec.SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(file, "IHDR", header.put((byte) depth).put((byte) colourType).array());
    if (colourType == 3) {
      chunk(file, "PLTE", new byte[768]);
    }
    chunk(file, "IDAT", data.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] body =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 checksum = new CRC32();
    checksum.update(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  private static byte[] progressiveJpeg(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** The last scan again and again. */
  private static byte[] withScans(byte[] jpeg, int scans) {
    int last = jpeg.length - 2;
    while (jpeg[last] != (byte) 0xFF || jpeg[last + 1] != (byte) 0xDA) {
      last--;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg, 0, jpeg.length - 2);
    for (int i = JpegFile.of(jpeg).scans(); i < scans; i++) {
      file.write(jpeg, last, jpeg.length - 2 - last);
    }
    file.write(jpeg, jpeg.length - 2, 2);
    return file.toByteArray();
  }
}
