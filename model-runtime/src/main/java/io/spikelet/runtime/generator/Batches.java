package io.spikelet.runtime.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Works through a batch in pieces, so that working memory does not grow with the batch. */
public final class Batches {

  private Batches() {}

  /**
   * Applies a function to consecutive pieces and joins the results in order.
   *
   * @param atMost size of a piece, at least 1
   * @param function returns one result per task
   */
  public static <I, O> List<O> inPieces(
      List<I> tasks, int atMost, Function<List<I>, List<O>> function) {
    List<O> results = new ArrayList<>(tasks.size());
    for (int from = 0; from < tasks.size(); from += atMost) {
      int to = Math.min(from + atMost, tasks.size());
      results.addAll(function.apply(tasks.subList(from, to)));
    }
    return results;
  }
}
