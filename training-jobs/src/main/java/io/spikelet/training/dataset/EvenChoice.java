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

  /**
   * Indices of examples of one class, without repeating any.
   *
   * @param atMost how many; fewer if the class has no more
   */
  public static int[] ofClass(ImageSet images, int label, int atMost) {
    int[] all = ofClass(images.size(), label, images::label);
    int count = Math.min(atMost, all.length);
    return evenly(all, count);
  }

  private static int[] of(int classes, int each, int size, IntUnaryOperator label) {
    return IntStream.range(0, classes)
        .mapToObj(k -> ofClass(size, k, label))
        .filter(all -> all.length > 0)
        .flatMapToInt(all -> IntStream.of(evenly(all, each)))
        .toArray();
  }

  private static int[] ofClass(int size, int wanted, IntUnaryOperator label) {
    return IntStream.range(0, size).filter(i -> label.applyAsInt(i) == wanted).toArray();
  }

  private static int[] evenly(int[] all, int count) {
    return IntStream.range(0, count).map(k -> all[k * all.length / count]).toArray();
  }
}
