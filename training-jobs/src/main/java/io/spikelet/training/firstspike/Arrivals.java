package io.spikelet.training.firstspike;

import java.util.Arrays;

/**
 * The spikes of a layer in the order in which they arrive: by time, those of the same time by
 * index. A counting sort; silent neurons are left out.
 */
final class Arrivals {

  private final int timeSteps;
  private final int[] places; // first place of each time, then the place after its last
  private final int[] order; // neurons
  private final int[] ends; // place after the last spike of each distinct time
  private int distinct;

  Arrivals(int neurons, int timeSteps) {
    this.timeSteps = timeSteps;
    this.places = new int[timeSteps + 1];
    this.order = new int[neurons];
    this.ends = new int[timeSteps];
  }

  /** Sorts the first {@code order.length} times. */
  void sort(int[] times) {
    Arrays.fill(places, 0);
    for (int i = 0; i < order.length; i++) {
      if (times[i] < timeSteps) {
        places[times[i] + 1]++;
      }
    }
    distinct = 0;
    for (int t = 0; t < timeSteps; t++) {
      int count = places[t + 1];
      places[t + 1] += places[t];
      if (count > 0) {
        ends[distinct++] = places[t + 1];
      }
    }
    for (int i = 0; i < order.length; i++) {
      if (times[i] < timeSteps) {
        order[places[times[i]]++] = i;
      }
    }
  }

  /** The neurons that fired, first come first. Not copied. */
  int[] order() {
    return order;
  }

  /** How many different times there are. */
  int distinct() {
    return distinct;
  }

  /** The place in {@link #order} after the last spike of the k-th different time. */
  int end(int k) {
    return ends[k];
  }
}
