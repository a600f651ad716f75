package io.spikelet.runtime.image;

import io.spikelet.runtime.image.ForeignReader.Sampling;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file (ITU-T T.81), up to its first end of an image: read in one pass, without decoding.
 * What stands in an application's segment (a preview with markers of its own) or behind the end (a
 * phone's film) is not looked at.
 *
 * <p>The reader is shown tables, frame and scans only. Colours are converted here, by what the
 * file's markers say of them.
 *
 * @param frame of the picture
 * @param colours what its samples mean
 * @param orientation by the first Exif segment
 * @param scans passes over all pixels
 */
record JpegFile(
    FileBytes bytes, JpegFrame frame, JpegColours colours, Orientation orientation, int scans)
    implements PictureFile {

  /** Real pictures have about ten. */
  private static final int MAX_SCANS = 100;

  /** Each scan costs a pass over all pixels: some five seconds of a core, all together. */
  private static final long MAX_WORK = 200_000_000;

  static JpegFile of(byte[] file) {
    FileBytes bytes = FileBytes.bigEndian(file);
    Declarations found = new Declarations();
    boolean ended = JpegSegments.visit(bytes, found);
    JpegFrame frame = found.frame;
    if (frame == null) {
      throw ImageFormatException.damaged(PictureFormat.JPEG);
    }
    requireFewScans(frame, found.scans);
    if (!ended && (frame.progressive() || found.scanned < frame.components())) {
      // Whether the finest scans are missing cannot be told.
      throw new ImageFormatException("The JPEG picture is cut short: its end is missing.");
    }
    return new JpegFile(
        bytes, frame, found.markers.colours(frame), found.orientation(), found.scans);
  }

  private static void requireFewScans(JpegFrame frame, int scans) {
    if (scans > MAX_SCANS) {
      throw new ImageFormatException(
          "The JPEG picture has %d scans; at most %d are read.".formatted(scans, MAX_SCANS));
    }
    if (frame.pixels() * scans > MAX_WORK) {
      throw new ImageFormatException(
          "The JPEG picture has %d scans of %d pixels; at most %d pixels are read, all scans together."
              .formatted(scans, frame.pixels(), MAX_WORK));
    }
  }

  @Override
  public PictureFormat format() {
    return PictureFormat.JPEG;
  }

  @Override
  public int width() {
    return frame.width();
  }

  @Override
  public int height() {
    return frame.height();
  }

  /** What the reader is shown is a copy; of several scans, all coefficients are kept. */
  @Override
  public long workingBytes() {
    boolean kept = frame.progressive() || scans > 1;
    return bytes.length() + (kept ? frame.coefficientBytes() : 0);
  }

  @Override
  public int passes() {
    return Math.max(1, scans);
  }

  @Override
  public Image decode(int step) {
    Raster samples = ForeignReader.samples(PictureFormat.JPEG, essence(), new Sampling(step, 0, 0));
    return colours.image(samples);
  }

  private byte[] essence() {
    JpegEssence essence = new JpegEssence(new ByteArrayOutputStream(bytes.length() + 1024), frame);
    JpegSegments.visit(bytes, essence);
    return essence.toByteArray();
  }

  /** What is learnt on the way. */
  private static final class Declarations implements JpegSegments.Visitor {
    @Nullable JpegFrame frame;
    final JpegColours.Markers markers = new JpegColours.Markers();
    @Nullable Orientation exif;
    int scans;
    int scanned;

    @Override
    public void segment(int marker, FileBytes data) {
      if (JpegSegments.isFrame(marker)) {
        if (frame != null) {
          throw new ImageFormatException("The JPEG file holds several frames before its end.");
        }
        frame = JpegFrame.of(marker, data);
      }
      if (marker == JpegSegments.EXIF && exif == null && data.startsWith("Exif\0\0")) {
        exif = Orientation.ofExif(data);
      }
      markers.see(marker, data);
    }

    @Override
    public void scan(FileBytes header, FileBytes data) {
      if (frame == null) {
        throw ImageFormatException.damaged(PictureFormat.JPEG);
      }
      scans++;
      scanned += header.one(0);
    }

    Orientation orientation() {
      return exif == null ? Orientation.UPRIGHT : exif;
    }
  }
}
