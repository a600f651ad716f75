package io.spikelet.runtime.image;

import io.spikelet.runtime.image.CellPlot.Axis;
import io.spikelet.runtime.spike.SpikeTrain;
import org.jspecify.annotations.Nullable;

/**
 * A sound on its way to an image, side by side: its spectrogram, the hidden spikes where there are
 * any, the image. Grey levels in [0, 1], the same on every machine.
 *
 * <p>The spectrogram is drawn like the spikes, in ink on paper: dark is loud. The image is as the
 * network made it: white is high. Every value is a rectangle of whole pixels, except that a
 * spectrogram of very many frames shows the means of neighbouring ones.
 */
public final class SoundPanel {

  private static final int GAP = CellPlot.GAP;
  private static final int CAPTION = GAP + GreyCanvas.TEXT_HEIGHT + GAP;
  private static final int BETWEEN = 2 * GAP;
  private static final int SPECTROGRAM_WIDTH = 480;
  private static final int SPECTROGRAM_HEIGHT = 400;
  private static final int IMAGE_SIDE = 400;

  private SoundPanel() {}

  /**
   * Draws the three.
   *
   * @param spectrogram {@code [1, channels, frames]} in [0, 1], highest frequency first
   * @param frequencies of the channels in Hz, in their order
   * @param hidden its first sample is drawn
   * @param image of one or several channels; colours are drawn as their mean
   */
  public static Image of(Image spectrogram, double[] frequencies, SpikeTrain hidden, Image image) {
    return panel(spectrogram, frequencies, hidden, image);
  }

  /** As above without the spikes, for an ordinary network, which has none. */
  public static Image of(Image spectrogram, double[] frequencies, Image image) {
    return panel(spectrogram, frequencies, null, image);
  }

  private static Image panel(
      Image spectrogram, double[] frequencies, @Nullable SpikeTrain hidden, Image image) {
    int together = Math.ceilDiv(spectrogram.width(), SPECTROGRAM_WIDTH);
    CellPlot heard =
        new CellPlot(
            Axis.filling(
                SPECTROGRAM_WIDTH,
                "frame",
                Math.ceilDiv(spectrogram.width(), together),
                i -> String.valueOf(i * together)),
            Axis.filling(
                SPECTROGRAM_HEIGHT,
                "Hz",
                spectrogram.height(),
                j -> String.valueOf(Math.round(frequencies[frequencies.length - 1 - j]))));
    CellPlot between = hidden == null ? null : RasterPlot.plot(hidden);
    int pixel = Math.max(1, IMAGE_SIDE / Math.max(image.width(), image.height()));

    int second = heard.width() + BETWEEN;
    int third = between == null ? second : second + between.width() + BETWEEN;
    int imageWidth = Math.max(image.width() * pixel, GreyCanvas.textWidth("image"));
    int imageHeight = heard.gridTop() + image.height() * pixel + 2 * GAP;
    int height = Math.max(heard.height(), imageHeight);
    height = between == null ? height : Math.max(height, between.height());
    GreyCanvas canvas = new GreyCanvas(CAPTION + height, third + imageWidth + 4 * GAP);

    canvas.text("spectrogram", GAP, heard.gridLeft());
    heard.draw(canvas, CAPTION, 0, (i, j) -> ink(spectrogram, i * together, together, j), false);
    if (hidden != null && between != null) {
      canvas.text("hidden spikes", GAP, second + between.gridLeft());
      RasterPlot.draw(between, canvas, CAPTION, second, hidden, 0);
    }
    canvas.text("image", GAP, third);
    draw(canvas, CAPTION + heard.gridTop(), third, image, pixel);
    return canvas.image();
  }

  /** As {@link #of(Image, double[], SpikeTrain, Image)}, as a PNG file. */
  public static byte[] png(
      Image spectrogram, double[] frequencies, SpikeTrain hidden, Image image) {
    return PngCodec.encode(of(spectrogram, frequencies, hidden, image));
  }

  /** As {@link #of(Image, double[], Image)}, as a PNG file. */
  public static byte[] png(Image spectrogram, double[] frequencies, Image image) {
    return PngCodec.encode(of(spectrogram, frequencies, image));
  }

  /** The mean of some frames of a channel counted from the lowest, black for 1. */
  private static int ink(Image spectrogram, int from, int frames, int channel) {
    int to = Math.min(from + frames, spectrogram.width());
    float sum = 0;
    for (int x = from; x < to; x++) {
      sum += spectrogram.pixel(0, spectrogram.height() - 1 - channel, x);
    }
    float mean = sum / (to - from);
    return CellPlot.WHITE - Math.clamp(Math.round(mean * CellPlot.WHITE), 0, CellPlot.WHITE);
  }

  private static void draw(GreyCanvas canvas, int top, int left, Image image, int pixel) {
    CellPlot.drawFrame(canvas, top, left, image.height() * pixel, image.width() * pixel);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        canvas.fill(top + y * pixel, left + x * pixel, pixel, pixel, grey(image, y, x));
      }
    }
  }

  private static int grey(Image image, int y, int x) {
    float sum = 0;
    for (int channel = 0; channel < image.channels(); channel++) {
      sum += image.pixel(channel, y, x);
    }
    return Byte.toUnsignedInt(image.range().toByte(sum / image.channels()));
  }
}
