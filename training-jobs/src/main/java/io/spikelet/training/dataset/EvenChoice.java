package io.spikelet.training.dataset;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Examples to look at: as many of each class, evenly chosen, so that no part of a set is missed.
 */
public final class EvenChoice {

  private EvenChoice() {}

  /**
   * Indices of examples, class by class. A class with fewer examples repeats them; one without any
   * is left out.
   *
   * @param each how many of a class
   */
  public static int[] of(ImageSet images, int each) {
    return of(images.labels().size(), each, images.size(), images::label);
  }

  /** As above, of sounds. */
  public static int[] of(SoundSet sounds, int each) {
    return of(sounds.labels().size(), each, sounds.size(), sounds::label);
  }

  private static int[] of(int classes, int each, int size, IntUnaryOperator label) {
    return IntStream.range(0, classes)
        .mapToObj(k -> IntStream.range(0, size).filter(i -> label.applyAsInt(i) == k).toArray())
        .filter(all -> all.length > 0)
        .flatMapToInt(all -> IntStream.range(0, each).map(k -> all[k * all.length / each]))
        .toArray();
  }
}
