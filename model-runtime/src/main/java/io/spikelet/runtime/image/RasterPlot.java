package io.spikelet.runtime.image;

import io.spikelet.runtime.spike.SpikeTrain;

/**
 * One sample's spikes as a picture: time steps to the right, neurons upwards, a dark cell for each
 * spike, axes with numbers and names. Grey levels in [0, 1], the same on every machine.
 */
public final class RasterPlot {

  private static final int AXIS = 96;
  private static final int FRAME = 160;
  private static final int INK = 0;
  private static final int TICK = 6;
  private static final int GAP = 6;
  private static final int TARGET_WIDTH = 480;
  private static final int TARGET_HEIGHT = 512;
  private static final int MAX_CELL = 24;

  private final SpikeTrain spikes;
  private final int sample;
  private final int cellWidth;
  private final int cellHeight;
  private final int left;
  private final int top = GAP + GreyCanvas.TEXT_HEIGHT / 2;
  private final int plotWidth;
  private final int plotHeight;
  private final GreyCanvas canvas;

  private RasterPlot(SpikeTrain spikes, int sample) {
    this.spikes = spikes;
    this.sample = sample;
    this.cellWidth = Math.clamp(TARGET_WIDTH / spikes.timeSteps(), 1, MAX_CELL);
    this.cellHeight = Math.clamp(TARGET_HEIGHT / spikes.neurons(), 1, MAX_CELL);
    this.plotWidth = spikes.timeSteps() * cellWidth;
    this.plotHeight = spikes.neurons() * cellHeight;
    int numbers = GreyCanvas.textWidth(String.valueOf(spikes.neurons() - 1));
    this.left = GAP + GreyCanvas.TEXT_HEIGHT + GAP + numbers + GAP + TICK;
    int names = Math.max(GreyCanvas.textWidth("time step"), GreyCanvas.textWidth("neuron"));
    int below = TICK + GAP + GreyCanvas.TEXT_HEIGHT + GAP + GreyCanvas.TEXT_HEIGHT + GAP;
    this.canvas =
        new GreyCanvas(
            top + Math.max(plotHeight, names) + below, left + Math.max(plotWidth, names) + 4 * GAP);
  }

  /**
   * Draws one sample. Each cell has the same size; very long trains get cells of one pixel.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public static Image of(SpikeTrain spikes, int sample) {
    RasterPlot plot = new RasterPlot(spikes, sample);
    plot.drawFrame();
    plot.drawSpikes();
    plot.drawTimeAxis();
    plot.drawNeuronAxis();
    return plot.canvas.image();
  }

  /** As {@link #of}, as a PNG file. */
  public static byte[] png(SpikeTrain spikes, int sample) {
    return PngCodec.encode(of(spikes, sample));
  }

  private void drawFrame() {
    canvas.fill(top - 1, left - 1, 1, plotWidth + 2, FRAME);
    canvas.fill(top - 1, left + plotWidth, plotHeight + 2, 1, FRAME);
    canvas.fill(top - 1, left - 1, plotHeight + 2, 1, AXIS);
    canvas.fill(top + plotHeight, left - 1, 1, plotWidth + 2, AXIS);
  }

  private void drawSpikes() {
    for (int t = 0; t < spikes.timeSteps(); t++) {
      for (int d = 0; d < spikes.neurons(); d++) {
        if (spikes.fires(t, sample, d)) {
          canvas.fill(cellTop(d), cellLeft(t), inked(cellHeight), inked(cellWidth), INK);
        }
      }
    }
  }

  private void drawTimeAxis() {
    int below = top + plotHeight + 1;
    int widest = GreyCanvas.textWidth(String.valueOf(spikes.timeSteps() - 1)) + 2 * GAP;
    int step = tickStep(widest, cellWidth);
    for (int t = 0; t < spikes.timeSteps(); t += step) {
      int centre = cellLeft(t) + cellWidth / 2;
      String number = String.valueOf(t);
      canvas.fill(below, centre, TICK, 1, AXIS);
      canvas.text(number, below + TICK + GAP / 2, centre - GreyCanvas.textWidth(number) / 2);
    }
    int nameTop = below + TICK + GAP + GreyCanvas.TEXT_HEIGHT + GAP / 2;
    canvas.text(
        "time step",
        nameTop,
        Math.max(GAP, left + (plotWidth - GreyCanvas.textWidth("time step")) / 2));
  }

  private void drawNeuronAxis() {
    int step = tickStep(GreyCanvas.TEXT_HEIGHT + 2 * GAP, cellHeight);
    for (int d = 0; d < spikes.neurons(); d += step) {
      int centre = cellTop(d) + cellHeight / 2;
      String number = String.valueOf(d);
      canvas.fill(centre, left - 1 - TICK, 1, TICK, AXIS);
      canvas.text(
          number,
          centre - GreyCanvas.TEXT_HEIGHT / 2,
          left - TICK - GAP - GreyCanvas.textWidth(number));
    }
    int middle = top + (plotHeight + GreyCanvas.textWidth("neuron")) / 2;
    canvas.textUpwards("neuron", Math.max(middle, top + GreyCanvas.textWidth("neuron")), GAP);
  }

  private int cellLeft(int t) {
    return left + t * cellWidth;
  }

  private int cellTop(int d) {
    return top + (spikes.neurons() - 1 - d) * cellHeight;
  }

  /** Neighbouring spikes stay apart where there is room. */
  private static int inked(int cell) {
    return cell > 2 ? cell - 1 : cell;
  }

  /** The smallest of 1, 2, 5, 10, 20, 50, ... cells that leaves room for a number. */
  static int tickStep(int room, int cell) {
    int[] factors = {1, 2, 5};
    int power = 1;
    while (power < 1_000_000_000) {
      for (int factor : factors) {
        if ((long) factor * power * cell >= room) {
          return factor * power;
        }
      }
      power *= 10;
    }
    return power;
  }
}
