package io.spikelet.runtime.image;

import io.spikelet.runtime.image.CellPlot.Axis;
import io.spikelet.runtime.image.CellPlot.Levels;
import io.spikelet.runtime.spike.SpikeTrain;

/**
 * One sample's spikes as a picture: time steps to the right, neurons upwards, a dark cell for each
 * spike, axes with numbers and names. Grey levels in [0, 1], the same on every machine.
 */
public final class RasterPlot {

  private static final int INK = 0;
  private static final int TARGET_WIDTH = 480;
  private static final int TARGET_HEIGHT = 512;

  private RasterPlot() {}

  /**
   * Draws one sample. Each cell has the same size; very long trains get cells of one pixel.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public static Image of(SpikeTrain spikes, int sample) {
    CellPlot plot = plot(spikes);
    GreyCanvas canvas = new GreyCanvas(plot.height(), plot.width());
    draw(plot, canvas, 0, 0, spikes, sample);
    return canvas.image();
  }

  /** As {@link #of}, as a PNG file. */
  public static byte[] png(SpikeTrain spikes, int sample) {
    return PngCodec.encode(of(spikes, sample));
  }

  /** The grid and the axes of a train. */
  static CellPlot plot(SpikeTrain spikes) {
    return new CellPlot(
        Axis.filling(TARGET_WIDTH, "time step", spikes.timeSteps(), String::valueOf),
        Axis.filling(TARGET_HEIGHT, "neuron", spikes.neurons(), String::valueOf));
  }

  /** Draws one sample at a place of a sheet. */
  static void draw(
      CellPlot plot, GreyCanvas canvas, int top, int left, SpikeTrain spikes, int sample) {
    Levels levels = (t, d) -> spikes.fires(t, sample, d) ? INK : CellPlot.WHITE;
    plot.draw(canvas, top, left, levels, true);
  }
}
