package io.spikelet.training.firstspike;

/**
 * What the output neurons say: the one that fires first.
 *
 * @param label the earliest; of several the one with the highest potential when they crossed the
 *     threshold; if none fires the one with the highest potential near the end
 * @param time when it fired; the number of time steps if none did
 * @param tied how many fired first together; 0 if none fired
 * @param spikes of inputs, hidden and output neurons up to that time
 */
public record Decision(int label, int time, int tied, int spikes) {

  /**
   * Time steps before the end at which potentials are compared if no output fires, as S4NN's code
   * does.
   */
  private static final int BEFORE_END = 3;

  /** Reads a presentation of a network. */
  public static Decision of(FirstSpikeNetwork network, Presentation presentation) {
    FirstSpikeLayer output = network.output();
    int[] times = presentation.outputTimes();
    int first = earliest(times, output.neurons());
    boolean fired = first < output.timeSteps();
    float[] potentials = new float[output.neurons()];
    int looked = fired ? first - output.timing().delay() : output.timeSteps() - BEFORE_END;
    output.potentials(presentation.input(network.layers().size() - 1), looked, potentials);
    int label = -1;
    int tied = 0;
    for (int k = 0; k < potentials.length; k++) {
      if (times[k] == first) {
        label = label < 0 || potentials[k] > potentials[label] ? k : label;
        tied++;
      }
    }
    return new Decision(label, first, fired ? tied : 0, spikes(network, presentation, first));
  }

  private static int earliest(int[] times, int count) {
    int first = Integer.MAX_VALUE;
    for (int k = 0; k < count; k++) {
      first = Math.min(first, times[k]);
    }
    return first;
  }

  private static int spikes(FirstSpikeNetwork network, Presentation presentation, int until) {
    int end = network.output().timeSteps();
    int spikes = count(presentation.input(0), network.layers().getFirst().inputs(), until, end);
    for (int l = 0; l < network.layers().size(); l++) {
      spikes += count(presentation.times(l), network.layers().get(l).neurons(), until, end);
    }
    return spikes;
  }

  private static int count(int[] times, int neurons, int until, int end) {
    int count = 0;
    for (int i = 0; i < neurons; i++) {
      count += times[i] <= until && times[i] < end ? 1 : 0;
    }
    return count;
  }
}
