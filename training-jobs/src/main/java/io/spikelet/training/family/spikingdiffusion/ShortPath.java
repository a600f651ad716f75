package io.spikelet.training.family.spikingdiffusion;

/**
 * A short open path that visits every one of some points: always on to the nearest point, then
 * stretches are turned round as long as that shortens it (2-opt: Croes, "A method for solving
 * traveling-salesman problems", 1958).
 */
final class ShortPath {

  private final double[][] distances;
  private final int[] path;

  private ShortPath(float[][] points) {
    int count = points.length;
    this.distances = new double[count][count];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        distances[a][b] = distance(points[a], points[b]);
      }
    }
    this.path = new int[count];
  }

  /** The points' numbers in the order of the path. */
  static int[] through(float[][] points) {
    ShortPath path = new ShortPath(points);
    path.visitNearest();
    while (path.shorten()) {
      // Each round makes it shorter, so this ends.
    }
    return path.path;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  private void visitNearest() {
    for (int i = 0; i < path.length; i++) {
      path[i] = i;
    }
    for (int i = 1; i < path.length; i++) {
      int nearest = i;
      for (int j = i + 1; j < path.length; j++) {
        if (between(i - 1, j) < between(i - 1, nearest)) {
          nearest = j;
        }
      }
      swap(i, nearest);
    }
  }

  /** Turns round every stretch that is shorter the other way; whether there was one. */
  private boolean shorten() {
    boolean shortened = false;
    for (int from = 0; from < path.length; from++) {
      for (int to = from + 1; to < path.length; to++) {
        if (gain(from, to) > 1e-9) {
          reverse(from, to);
          shortened = true;
        }
      }
    }
    return shortened;
  }

  private double gain(int from, int to) {
    double gain = 0;
    if (from > 0) {
      gain += between(from - 1, from) - between(from - 1, to);
    }
    if (to + 1 < path.length) {
      gain += between(to, to + 1) - between(from, to + 1);
    }
    return gain;
  }

  private double between(int i, int j) {
    return distances[path[i]][path[j]];
  }

  private void reverse(int from, int to) {
    for (int i = from, j = to; i < j; i++, j--) {
      swap(i, j);
    }
  }

  private void swap(int i, int j) {
    int kept = path[i];
    path[i] = path[j];
    path[j] = kept;
  }
}
