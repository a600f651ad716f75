package io.spikelet.training.export;

import io.spikelet.training.export.SpikingGraph.Extent;

/**
 * One layer in plain loops, as the equations say it: every active input walks over its kernel
 * positions and adds one weight to one current. Counts each addition of a weight.
 */
final class ReferenceLayer {

  final double[] currents;
  final Extent to;
  long additions;

  private final Connection connection;
  private final Extent from;
  private final int stride;

  ReferenceLayer(Connection connection, Extent from, int stride) {
    this.connection = connection;
    this.from = from;
    this.stride = stride;
    this.to =
        switch (connection.kind()) {
          case CONVOLUTION ->
              new Extent(
                  connection.outputs(),
                  (from.height() + stride - 1) / stride,
                  (from.width() + stride - 1) / stride);
          case TRANSPOSED_CONVOLUTION ->
              new Extent(connection.outputs(), from.height() * stride, from.width() * stride);
          case POINTWISE -> new Extent(connection.outputs(), from.height(), from.width());
          case DENSE -> new Extent(connection.outputs(), 1, 1);
        };
    this.currents = new double[to.neurons()];
  }

  /** The currents of one time step of one image. */
  double[] currents(float[] inputs, int at) {
    for (int o = 0; o < currents.length; o++) {
      currents[o] = connection.bias()[o / to.places()];
    }
    for (int i = 0; i < from.neurons(); i++) {
      if (inputs[at + i] != 0) {
        spread(i, inputs[at + i]);
      }
    }
    return currents;
  }

  private void spread(int input, double value) {
    int channel = input / from.places();
    int y = input % from.places() / from.width();
    int x = input % from.width();
    for (int o = 0; o < connection.outputs(); o++) {
      switch (connection.kind()) {
        case DENSE -> add(o, value, connection.weight()[o * from.neurons() + input]);
        case POINTWISE ->
            add(
                (o * to.height() + y) * to.width() + x,
                value,
                connection.weight()[o * from.channels() + channel]);
        case CONVOLUTION -> gather(channel, o, y, x, value);
        case TRANSPOSED_CONVOLUTION -> scatter(channel, o, y, x, value);
      }
    }
  }

  private void gather(int channel, int o, int y, int x, double value) {
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        int row = y + 1 - a;
        int column = x + 1 - b;
        if (row % stride == 0
            && column % stride == 0
            && inside(row / stride, to.height())
            && inside(column / stride, to.width())) {
          int weight = ((o * from.channels() + channel) * 3 + a) * 3 + b;
          int output = (o * to.height() + row / stride) * to.width() + column / stride;
          add(output, value, connection.weight()[weight]);
        }
      }
    }
  }

  private void scatter(int channel, int o, int y, int x, double value) {
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        int row = y * stride + a - 1;
        int column = x * stride + b - 1;
        if (inside(row, to.height()) && inside(column, to.width())) {
          int weight = ((channel * connection.outputs() + o) * 3 + a) * 3 + b;
          add((o * to.height() + row) * to.width() + column, value, connection.weight()[weight]);
        }
      }
    }
  }

  private static boolean inside(int position, int size) {
    return position >= 0 && position < size;
  }

  private void add(int output, double value, double weight) {
    currents[output] += value * weight;
    additions++;
  }
}
