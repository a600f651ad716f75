package io.spikelet.training.dataset;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The pictures of a data set in memory, read and prepared once by all cores. */
record PreparedImages(
    int channels,
    int height,
    int width,
    byte[][] images,
    int[] classes,
    List<String> labels,
    String digest)
    implements ImageSet {

  static PreparedImages of(RawImages raw, Preprocessing preprocessing, List<String> labels) {
    Picture[] pictures = new Picture[raw.size()];
    byte[][] digests = new byte[raw.size()][];
    IntStream.range(0, raw.size())
        .parallel()
        .forEach(
            i -> {
              Picture picture = raw.picture(i);
              digests[i] = digest(picture, raw.label(i));
              pictures[i] = preprocessing.apply(picture, raw.describe(i));
            });
    unifyColour(pictures);
    checkSizes(raw, pictures);
    return new PreparedImages(
        pictures[0].channels(),
        pictures[0].height(),
        pictures[0].width(),
        Arrays.stream(pictures).map(Picture::pixels).toArray(byte[][]::new),
        IntStream.range(0, raw.size()).map(raw::label).toArray(),
        List.copyOf(labels),
        OrderedDigest.of(digests));
  }

  /** A grey photograph among coloured ones becomes coloured too. */
  private static void unifyColour(Picture[] pictures) {
    if (Arrays.stream(pictures).anyMatch(picture -> picture.channels() == 3)) {
      Arrays.setAll(pictures, i -> pictures[i].coloured());
    }
  }

  private static void checkSizes(RawImages raw, Picture[] pictures) {
    for (int i = 1; i < pictures.length; i++) {
      if (pictures[i].height() != pictures[0].height()
          || pictures[i].width() != pictures[0].width()) {
        throw new DatasetException(
            raw.describe(i),
            pictures[0].sizeText() + " pixels as in " + raw.describe(0),
            pictures[i].sizeText());
      }
    }
  }

  private static byte[] digest(Picture picture, int label) {
    MessageDigest sha = OrderedDigest.sha256();
    sha.update(
        ByteBuffer.allocate(16)
            .putInt(picture.channels())
            .putInt(picture.height())
            .putInt(picture.width())
            .putInt(label)
            .flip());
    return sha.digest(picture.pixels());
  }

  @Override
  public int size() {
    return images.length;
  }

  @Override
  public int label(int index) {
    return classes[index];
  }

  @Override
  public byte[] pixels(int index) {
    return images[index];
  }

  @Override
  public String toString() {
    return "%d images of %dx%dx%d".formatted(size(), channels, height, width);
  }
}
