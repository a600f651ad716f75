package io.spikelet.training.trainer;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;

/** One of libtorch's optimisers, with a learning rate for each {@link Parameter.Group}. */
final class GradientOptimiser implements Optimiser {

  private final Optimizer optimiser;
  private final List<Parameter.Group> groups;
  private final double bottleneckFactor;

  private GradientOptimiser(
      Optimizer first, OptimizerOptions options, State state, double bottleneckFactor) {
    this.optimiser = first;
    this.groups = groups(state);
    this.bottleneckFactor = bottleneckFactor;
    for (Parameter.Group group : groups.subList(1, groups.size())) {
      optimiser.add_param_group(new OptimizerParamGroup(tensors(state, group), options));
    }
  }

  static GradientOptimiser adamW(State state, double weightDecay, double bottleneckFactor) {
    AdamWOptions options = new AdamWOptions();
    options.weight_decay().put(weightDecay);
    AdamW first = new AdamW(tensors(state, groups(state).getFirst()), options);
    return new GradientOptimiser(first, options, state, bottleneckFactor);
  }

  static GradientOptimiser adam(
      State state, double weightDecay, double firstBeta, double secondBeta) {
    AdamOptions options = new AdamOptions();
    set(options.betas(), firstBeta, secondBeta);
    options.weight_decay().put(weightDecay);
    Adam first = new Adam(tensors(state, groups(state).getFirst()), options);
    return new GradientOptimiser(first, options, state, 1);
  }

  /**
   * Which of the two comes first in memory is the C++ library's choice; the defaults, 0.9 and 0.999
   * in their order, tell it.
   */
  private static void set(DoublePointer betas, double first, double second) {
    boolean reversed = betas.get(0) > betas.get(1);
    betas.put(reversed ? 1 : 0, first);
    betas.put(reversed ? 0 : 1, second);
  }

  static GradientOptimiser gradientDescent(State state, double weightDecay) {
    SGDOptions options = new SGDOptions(1);
    options.weight_decay().put(weightDecay);
    SGD first = new SGD(tensors(state, groups(state).getFirst()), options);
    return new GradientOptimiser(first, options, state, 1);
  }

  private static List<Parameter.Group> groups(State state) {
    return Arrays.stream(Parameter.Group.values()).filter(g -> has(state, g)).toList();
  }

  private static boolean has(State state, Parameter.Group group) {
    return state.parameters().stream().anyMatch(parameter -> parameter.group() == group);
  }

  private static TensorVector tensors(State state, Parameter.Group group) {
    TensorVector tensors = new TensorVector();
    state.parameters().stream()
        .filter(parameter -> parameter.group() == group)
        .forEach(parameter -> tensors.push_back(parameter.value()));
    return tensors;
  }

  @Override
  public void step(double learningRate) {
    for (int i = 0; i < groups.size(); i++) {
      double factor =
          switch (groups.get(i)) {
            case BASE -> 1;
            case BOTTLENECK -> bottleneckFactor;
          };
      optimiser.param_groups().get(i).options().set_lr(learningRate * factor);
    }
    optimiser.step();
  }

  @Override
  public Optimizer kept() {
    return optimiser;
  }

  @Override
  public void close() {
    optimiser.close();
  }
}
