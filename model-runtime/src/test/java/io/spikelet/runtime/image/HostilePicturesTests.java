package io.spikelet.runtime.image;

import static io.spikelet.runtime.image.ForeignPicturesTests.foreign;
import static io.spikelet.runtime.image.ForeignPicturesTests.gif;
import static io.spikelet.runtime.image.Pictures.bytes;
import static io.spikelet.runtime.image.Pictures.chunk;
import static io.spikelet.runtime.image.Pictures.deflated;
import static io.spikelet.runtime.image.Pictures.inserted;
import static io.spikelet.runtime.image.Pictures.joined;
import static io.spikelet.runtime.image.Pictures.latin;
import static io.spikelet.runtime.image.Pictures.repeated;
import static io.spikelet.runtime.image.Pictures.riffChunk;
import static io.spikelet.runtime.image.Pictures.webp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Pictures that declare more than they hold, or hold more than a picture. */
class HostilePicturesTests {

  private static final int MEGABYTE = 1 << 20;
  private static final int TRUNCATED = 30;

  @Test
  void textsAndProfilesOfAPngAreNotUnfolded() {
    byte[] png = PngCodec.encode(Image.ofBytes(1, 1, 2, bytes(10, 20), ValueRange.UNIT));
    byte[] bomb = deflated(new byte[64 * MEGABYTE]);
    byte[] more =
        joined(
            chunk("zTXt", joined(latin("a\0\0"), bomb)),
            chunk("iTXt", joined(latin("a\0\1\0\0\0"), bomb)),
            chunk("iCCP", joined(latin("a\0\0"), bomb)),
            chunk("sPLT", latin("broken")),
            repeated(chunk("teXt"), 100_000));
    assertThat(PngCodec.decode(inserted(png, 33, more))).isEqualTo(PngCodec.decode(png));
    byte[] pieces = joined(chunk("IDAT"), repeated(chunk("IDAT"), 100_000));
    assertThat(PngCodec.decode(inserted(png, 33, pieces))).isEqualTo(PngCodec.decode(png));
  }

  @Test
  void aBmpThatHoldsAnotherPictureIsRefused() {
    assertRefused(bmp(0, 4, 0, 54), "holds a JPEG picture");
    assertRefused(bmp(0, 5, 0, 54), "holds a PNG picture");
    assertRefused(bmp(8, 9, 0, 54), "compression 9");
  }

  @Test
  void whatABmpDeclaresBeyondItsEndTakesNoMemory() {
    assertThat(PngCodec.decode(bmp(32, 0, Integer.MAX_VALUE, 54)).width()).isEqualTo(16);
    assertThat(PngCodec.decode(bmp(8, 1, Integer.MAX_VALUE, 54 + 1024)).width()).isEqualTo(16);
    assertRefused(bmp(32, 0, 0, Integer.MAX_VALUE), "damaged");
    byte[] packed = bmp(8, 1, 0, 54 + 1024);
    long bytes = DecodeCost.of(packed, DecodeLimits.DEFAULT).bytes();
    long stored = DecodeCost.of(bmp(8, 0, 0, 54 + 1024), DecodeLimits.DEFAULT).bytes();
    assertThat(bytes).isEqualTo(stored + packed.length + 2 * 16 * 16);
  }

  @Test
  void theFirstFrameOfAGifIsAllThatIsShownToAReader() {
    byte[] plain = gif(2, 1, 0, 0, 2, 1);
    int frame = 19;
    byte[] comment = joined(bytes(0x21, 0xFE), repeated(bytes(1, 'a'), 1_000_000), bytes(0));
    byte[] comments = repeated(bytes(0x21, 0xFE, 1, 'a', 0), 200_000);
    byte[] application = joined(bytes(0x21, 0xFF, 11), latin("NETSCAPE2.0"), bytes(3, 1, 0, 0, 0));
    byte[] frames = repeated(Arrays.copyOfRange(plain, frame, plain.length - 1), 100_000);
    Image picture = PngCodec.decode(plain);
    for (byte[] more : new byte[][] {comment, comments, application}) {
      assertThat(PngCodec.decode(inserted(plain, frame, more))).isEqualTo(picture);
    }
    assertThat(PngCodec.decode(inserted(plain, plain.length - 1, frames))).isEqualTo(picture);
  }

  @Test
  void aGifFrameBeyondTheLimitsIsRefusedByItsOwnSize() {
    byte[] wide = gif(2, 1, 0, 0, 2, 1);
    wide[19 + 6] = 0x40;
    assertRefused(wide, "claims to be 16386 x 1 pixels");
    byte[] far = gif(2, 1, 0, 0, 2, 1);
    far[19 + 4] = 0x40;
    assertRefused(far, "claims to be 2 x 16385 pixels");
    assertRefused(gif(2, 1, 0, 0, 0, 1), "damaged");
  }

  @Test
  void aTiffIsReadByItsFirstDirectoryAndWithinItself() {
    byte[] plain = foreign("deflate.tif");
    Image picture = PngCodec.decode(plain);
    int directory = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    int entries = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getShort(directory);
    byte[] loop = changed(plain, file -> file.putInt(directory + 2 + 12 * entries, directory));
    assertThat(PngCodec.decode(loop)).isEqualTo(picture);
    assertRefused(
        changed(plain, file -> file.putInt(entry(file, 279) + 8, Integer.MAX_VALUE)), "damaged");
    assertRefused(
        changed(plain, file -> file.putInt(entry(file, 279) + 4, Integer.MAX_VALUE)), "damaged");
    assertRefused(changed(plain, file -> file.putInt(entry(file, 256) + 8, 60_000)), "60000 x 17");
    assertRefused(changed(plain, file -> file.putShort(entry(file, 259) + 8, (short) 7)), "7");
    assertRefused(changed(plain, file -> file.putShort(entry(file, 258) + 8, (short) 99)), "99");
    assertRefused(changed(plain, file -> file.putInt(4, Integer.MAX_VALUE)), "damaged");
  }

  @Test
  void aStripOfATiffCountsAsAWhole() {
    byte[] plain = foreign("deflate.tif");
    byte[] tall = changed(plain, file -> file.putShort(entry(file, 257) + 8, (short) 4000));
    tall = changed(tall, file -> file.putShort(entry(file, 278) + 8, (short) 4000));
    long more =
        DecodeCost.of(tall, DecodeLimits.DEFAULT).bytes()
            - DecodeCost.of(plain, DecodeLimits.DEFAULT).bytes();
    assertThat(more).isEqualTo((4000 - 17) * 23 * (2 + 16));
  }

  @Test
  void theTilesOfATiffAreMeasuredBeforeTheyAreCounted() {
    byte[] tiled = foreign("deflate.tif");
    // What says how strips lie says the same of tiles; the sides follow.
    tiled = changed(tiled, file -> file.putShort(entry(file, 273), (short) 324));
    tiled = changed(tiled, file -> file.putShort(entry(file, 279), (short) 325));
    tiled = retagged(tiled, 284, 322, 1 << 30);
    assertRefused(retagged(tiled, 278, 323, 1 << 30), "damaged");
    assertRefused(retagged(tiled, 278, 323, 16), "damaged");
  }

  /** With an entry for another tag, of one long number. */
  private static byte[] retagged(byte[] tiff, int tag, int other, int value) {
    return changed(
        tiff,
        file -> {
          int entry = entry(file, tag);
          file.putShort(entry, (short) other).putShort(entry + 2, (short) 4);
          file.putInt(entry + 4, 1).putInt(entry + 8, value);
        });
  }

  @Test
  void aWebpIsDecodedWithinWhatWasCounted() {
    byte[] lossy = foreign("lossy.webp");
    byte[] large = changed(lossy, file -> file.putInt(26, 4096 | 4096 << 16));
    assertThat(DecodeCost.of(large, DecodeLimits.DEFAULT).bytes()).isGreaterThan(40 * MEGABYTE);
    assertRefused(large, "damaged");
    byte[] frame = joined(bytes(0, 0, 0, 0, 0, 0, 30, 0, 0, 30, 0, 0, 0, 0, 0, 0));
    assertRefused(webp(riffChunk("ANMF", joined(frame, lossyChunk(lossy)))), "damaged");
    assertRefused(webp(repeated(riffChunk("JUNK"), 100_000)), "damaged");
    byte[] alpha = riffChunk("ALPH", joined(bytes(1), new byte[TRUNCATED]));
    assertRefused(webp(alpha, lossyChunk(lossy)), "damaged");
    byte[] short_ = riffChunk("ALPH", new byte[TRUNCATED]);
    assertRefused(webp(short_, lossyChunk(lossy)), "damaged");
  }

  private static byte[] lossyChunk(byte[] webp) {
    return Arrays.copyOfRange(webp, 12, webp.length);
  }

  private static void assertRefused(byte[] file, String sentence) {
    assertThatExceptionOfType(ImageFormatException.class)
        .isThrownBy(() -> PngCodec.decode(file))
        .withMessageContaining(sentence);
  }

  private static byte[] changed(byte[] file, Consumer<ByteBuffer> change) {
    byte[] copy = file.clone();
    change.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    return copy;
  }

  /** Where the entry of a tag stands in a small TIFF. */
  private static int entry(ByteBuffer file, int tag) {
    int at = file.getInt(4) + 2;
    while (file.getShort(at) != tag) {
      at += 12;
    }
    return at;
  }

  /** Of 16 x 16 pixels. */
  private static byte[] bmp(int bits, int compression, int dataBytes, int dataAt) {
    byte[] file = new byte[54 + 1024 + 16 * 16 * 4];
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(latin("BM"))
        .putInt(-1)
        .putInt(0)
        .putInt(dataAt)
        .putInt(40)
        .putInt(16)
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) bits)
        .putInt(compression)
        .putInt(dataBytes);
    return file;
  }
}
