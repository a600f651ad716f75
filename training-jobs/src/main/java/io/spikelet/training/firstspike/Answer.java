package io.spikelet.training.firstspike;

import io.spikelet.runtime.generator.Decision;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What the output neurons of a network say, read as a package with its weights is read when it is
 * served.
 *
 * @param decision when the output neurons fired, and the spikes of inputs, hidden and output
 *     neurons up to the first of them
 * @param label number of the output neuron that {@link Decision#label} picks
 */
public record Answer(Decision decision, int label) {

  /** Reads a presentation of a network. */
  public static Answer of(FirstSpikeNetwork network, Presentation presentation) {
    FirstSpikeLayer output = network.output();
    List<Integer> times =
        Arrays.stream(presentation.outputTimes(), 0, output.neurons()).boxed().toList();
    long spikes = spikes(network, presentation, Collections.min(times));
    Decision decision = new Decision(times, output.timeSteps(), spikes);
    return new Answer(decision, decision.label(potentials(network, presentation, decision)));
  }

  /** Of the output neurons, at the time that {@link Decision#label} asks for. */
  private static float[] potentials(
      FirstSpikeNetwork network, Presentation presentation, Decision decision) {
    FirstSpikeLayer output = network.output();
    int time =
        decision.fired()
            ? decision.time() - output.timing().delay()
            : decision.timeSteps() - Decision.BEFORE_END;
    float[] potentials = new float[output.neurons()];
    output.potentials(presentation.input(network.layers().size() - 1), time, potentials);
    return potentials;
  }

  private static long spikes(FirstSpikeNetwork network, Presentation presentation, int until) {
    int end = network.output().timeSteps();
    long spikes = count(presentation.input(0), network.layers().getFirst().inputs(), until, end);
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
