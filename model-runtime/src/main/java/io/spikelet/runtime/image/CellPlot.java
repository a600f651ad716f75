package io.spikelet.runtime.image;

import java.util.function.IntFunction;

/**
 * A grid of grey cells in a frame, with numbers and names along two axes; the one that goes up
 * begins at the bottom. Where it stands on a sheet is for the caller to say.
 *
 * @param across the axis to the right
 * @param up the axis upwards
 */
record CellPlot(Axis across, Axis up) {

  /** Space between things. */
  static final int GAP = 6;

  /** The paper: a cell of this level is not drawn. */
  static final int WHITE = 255;

  private static final int AXIS = 96;
  private static final int FRAME = 160;
  private static final int TICK = 6;
  private static final int MAX_CELL = 24;

  /**
   * One direction.
   *
   * @param name of what is counted
   * @param cells how many there are
   * @param cell pixels of one
   * @param numbers what is written at a cell
   */
  record Axis(String name, int cells, int cell, IntFunction<String> numbers) {

    /**
     * Cells that fill a length as far as whole pixels allow, and that are not too coarse.
     *
     * @param length wanted, in pixels
     */
    static Axis filling(int length, String name, int cells, IntFunction<String> numbers) {
      return new Axis(name, cells, Math.clamp(length / cells, 1, MAX_CELL), numbers);
    }

    int length() {
      return cells * cell;
    }

    private int widestNumber() {
      return GreyCanvas.textWidth(numbers.apply(cells - 1));
    }
  }

  /** The grey of each cell, {@link #WHITE} for none. */
  @FunctionalInterface
  interface Levels {
    int at(int across, int up);
  }

  /** Pixels from the left of everything to the left of the grid. */
  int gridLeft() {
    return GAP + GreyCanvas.TEXT_HEIGHT + GAP + up.widestNumber() + GAP + TICK;
  }

  /** Pixels from the top of everything to the top of the grid. */
  int gridTop() {
    return GAP + GreyCanvas.TEXT_HEIGHT / 2;
  }

  /** Width of everything. */
  int width() {
    return gridLeft() + Math.max(across.length(), names()) + 4 * GAP;
  }

  /** Height of everything. */
  int height() {
    int below = TICK + GAP + GreyCanvas.TEXT_HEIGHT + GAP + GreyCanvas.TEXT_HEIGHT + GAP;
    return gridTop() + Math.max(up.length(), names()) + below;
  }

  /**
   * Draws everything.
   *
   * @param top of everything on the canvas
   * @param left of everything on the canvas
   * @param apart whether a line is left white between cells that are large enough
   */
  void draw(GreyCanvas canvas, int top, int left, Levels levels, boolean apart) {
    int y = top + gridTop();
    int x = left + gridLeft();
    drawFrame(canvas, y, x, up.length(), across.length());
    for (int i = 0; i < across.cells(); i++) {
      for (int j = 0; j < up.cells(); j++) {
        int level = levels.at(i, j);
        if (level != WHITE) {
          int height = apart ? inked(up.cell()) : up.cell();
          int width = apart ? inked(across.cell()) : across.cell();
          canvas.fill(cellTop(y, j), x + i * across.cell(), height, width, level);
        }
      }
    }
    drawAcross(canvas, y, x, left);
    drawUp(canvas, y, x, left);
  }

  /** A frame around a rectangle, darker where axes are. */
  static void drawFrame(GreyCanvas canvas, int top, int left, int height, int width) {
    canvas.fill(top - 1, left - 1, 1, width + 2, FRAME);
    canvas.fill(top - 1, left + width, height + 2, 1, FRAME);
    canvas.fill(top - 1, left - 1, height + 2, 1, AXIS);
    canvas.fill(top + height, left - 1, 1, width + 2, AXIS);
  }

  private void drawAcross(GreyCanvas canvas, int gridTop, int gridLeft, int left) {
    int below = gridTop + up.length() + 1;
    int step = tickStep(across.widestNumber() + 2 * GAP, across.cell());
    for (int i = 0; i < across.cells(); i += step) {
      int centre = gridLeft + i * across.cell() + across.cell() / 2;
      String number = across.numbers().apply(i);
      canvas.fill(below, centre, TICK, 1, AXIS);
      canvas.text(number, below + TICK + GAP / 2, centre - GreyCanvas.textWidth(number) / 2);
    }
    int nameTop = below + TICK + GAP + GreyCanvas.TEXT_HEIGHT + GAP / 2;
    int indent = (across.length() - GreyCanvas.textWidth(across.name())) / 2;
    canvas.text(across.name(), nameTop, Math.max(left + GAP, gridLeft + indent));
  }

  private void drawUp(GreyCanvas canvas, int gridTop, int gridLeft, int left) {
    int step = tickStep(GreyCanvas.TEXT_HEIGHT + 2 * GAP, up.cell());
    for (int j = 0; j < up.cells(); j += step) {
      int centre = cellTop(gridTop, j) + up.cell() / 2;
      String number = up.numbers().apply(j);
      canvas.fill(centre, gridLeft - 1 - TICK, 1, TICK, AXIS);
      canvas.text(
          number,
          centre - GreyCanvas.TEXT_HEIGHT / 2,
          gridLeft - TICK - GAP - GreyCanvas.textWidth(number));
    }
    int length = GreyCanvas.textWidth(up.name());
    int middle = gridTop + (up.length() + length) / 2;
    canvas.textUpwards(up.name(), Math.max(middle, gridTop + length), left + GAP);
  }

  private int cellTop(int gridTop, int j) {
    return gridTop + (up.cells() - 1 - j) * up.cell();
  }

  private int names() {
    return Math.max(GreyCanvas.textWidth(across.name()), GreyCanvas.textWidth(up.name()));
  }

  /** Neighbouring cells stay apart where there is room. */
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
