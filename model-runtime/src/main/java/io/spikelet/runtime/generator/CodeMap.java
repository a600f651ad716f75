package io.spikelet.runtime.generator;

import java.util.Arrays;

/**
 * Which codebook vector stands at each position of a small map that an image was turned into.
 *
 * @param codes index into the codebook, {@code [height][width]}
 * @param codebookSize how many vectors there are
 */
public record CodeMap(int[][] codes, int codebookSize) {

  /** A square map of codes given row by row. */
  public static CodeMap square(int[] codes, int codebookSize) {
    int side = (int) Math.round(Math.sqrt(codes.length));
    int[][] rows = new int[side][];
    for (int y = 0; y < side; y++) {
      rows[y] = Arrays.copyOfRange(codes, y * side, (y + 1) * side);
    }
    return new CodeMap(rows, codebookSize);
  }
}
