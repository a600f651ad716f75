package io.spikelet.training.trainer;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.TensorVector;

/**
 * AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019) with betas 0.9
 * and 0.999, epsilon 1e-8, and a learning rate for each {@link Parameter.Group}.
 */
public final class Optimiser implements AutoCloseable {

  private final AdamW adam;
  private final List<Parameter.Group> groups;
  private final double bottleneckFactor;

  /** An optimiser with fresh moments. */
  public Optimiser(State state, double weightDecay, double bottleneckFactor) {
    AdamWOptions options = new AdamWOptions();
    options.weight_decay().put(weightDecay);
    this.groups = Arrays.stream(Parameter.Group.values()).filter(g -> has(state, g)).toList();
    this.bottleneckFactor = bottleneckFactor;
    this.adam = new AdamW(tensors(state, groups.getFirst()), options);
    for (Parameter.Group group : groups.subList(1, groups.size())) {
      adam.add_param_group(new OptimizerParamGroup(tensors(state, group), options));
    }
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

  /** Changes all parameters by their gradients. */
  public void step(double learningRate) {
    for (int i = 0; i < groups.size(); i++) {
      double factor =
          switch (groups.get(i)) {
            case BASE -> 1;
            case BOTTLENECK -> bottleneckFactor;
          };
      adam.param_groups().get(i).options().set_lr(learningRate * factor);
    }
    adam.step();
  }

  AdamW adam() {
    return adam;
  }

  @Override
  public void close() {
    adam.close();
  }
}
