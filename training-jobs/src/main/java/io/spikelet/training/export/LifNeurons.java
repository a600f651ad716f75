package io.spikelet.training.export;

import io.spikelet.training.export.OnnxGraphBuilder.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Leaky integrate-and-fire neurons, unrolled over the time steps of a graph; {@link LifModel} has
 * the equations.
 *
 * <p>Silence {@code 1 - o} is computed first, because the recurrence needs it; one subtraction over
 * all steps gives the spikes at the end.
 */
final class LifNeurons {

  private final OnnxGraphBuilder graph;
  private final int timeSteps;
  private final LifModel model;

  LifNeurons(OnnxGraphBuilder graph, int timeSteps, LifModel model) {
    this.graph = graph;
    this.timeSteps = timeSteps;
    this.model = model;
  }

  /**
   * Spikes from a current that changes with time.
   *
   * @param currents {@code [T*N, ...]}
   * @return spikes, same shape
   */
  Value fire(Value currents) {
    return spikes(graph.nodes("Split", timeSteps, Map.of("axis", 0L), currents));
  }

  /**
   * Spikes from a current that is the same at every step.
   *
   * @param current {@code [N, ...]}
   * @return spikes {@code [T*N, ...]}
   */
  Value fireAtConstant(Value current) {
    return spikes(Collections.nCopies(timeSteps, current));
  }

  /**
   * One time step of neurons whose state the caller keeps.
   *
   * @param spikes 0 or 1, the current's shape
   * @param kept {@code u[t] * (1 - o[t])}: what is left of the potential after the spike
   */
  record Step(Value spikes, Value kept) {}

  /**
   * One time step, {@code u[t] = decay * kept[t-1] + I[t]}.
   *
   * @param kept from the step before; zeros at rest
   */
  Step step(Value kept, Value current) {
    Value potential =
        graph.node("Add", graph.node("Mul", kept, graph.scalar(model.decay())), current);
    Value silence = model.silence(graph, potential);
    return new Step(
        graph.node("Sub", graph.scalar(1), silence), graph.node("Mul", potential, silence));
  }

  private Value spikes(List<Value> currents) {
    List<Value> silences = new ArrayList<>();
    Value potential = currents.getFirst();
    for (int t = 0; t < timeSteps; t++) {
      if (t > 0) {
        Value kept = graph.node("Mul", potential, silences.get(t - 1));
        Value decayed = graph.node("Mul", kept, graph.scalar(model.decay()));
        potential = graph.node("Add", decayed, currents.get(t));
      }
      silences.add(model.silence(graph, potential));
    }
    Value all = graph.node("Concat", Map.of("axis", 0L), silences.toArray(Value[]::new));
    return graph.node("Sub", graph.scalar(1), all);
  }
}
