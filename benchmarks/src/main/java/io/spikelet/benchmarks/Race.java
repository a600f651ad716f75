package io.spikelet.benchmarks;

import io.spikelet.training.trainer.Optimiser;
import io.spikelet.training.trainer.TrainingPlan;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** The fused and the plain network, with the same weights at the start, each with its optimiser. */
final class Race implements AutoCloseable {

  private final Workload workload;
  private final Runner fused;
  private final Runner tape;

  /** A network and what changes its weights. */
  private record Runner(Learner learner, Optimiser optimiser) implements AutoCloseable {

    static Runner of(Learner learner, TrainingPlan plan) {
      return new Runner(
          learner, Optimiser.adamW(learner.state(), plan.weightDecay(), plan.bottleneckFactor()));
    }

    @Override
    public void close() {
      optimiser.close();
      learner.close();
    }
  }

  Race(Workload workload) {
    FusedLearner original = new FusedLearner(workload);
    this.workload = workload;
    this.fused = Runner.of(original, workload.plan());
    this.tape = Runner.of(new TapeLearner(workload, original.state()), workload.plan());
  }

  Learner fused() {
    return fused.learner();
  }

  Learner tape() {
    return tape.learner();
  }

  /**
   * Checks that both networks are the same: before any step, with the same noise, their losses are.
   *
   * @throws IllegalStateException if they differ by more than the tolerance
   */
  void requireSameLoss(double tolerance) {
    try (PointerScope _ = new PointerScope()) {
      Tensor images = workload.images();
      double ours = fused().learn(images, 0);
      double theirs = tape().learn(images, 0);
      if (!(Math.abs(ours - theirs) <= tolerance)) {
        throw new IllegalStateException(
            "not the same network: losses %s and %s".formatted(ours, theirs));
      }
    }
  }

  /** A whole training step of the fused network; returns the loss. */
  double fusedStep(long step) {
    return step(fused, step);
  }

  /** A whole training step of the network on the tape; returns the loss. */
  double tapeStep(long step) {
    return step(tape, step);
  }

  private double step(Runner runner, long step) {
    try (PointerScope _ = new PointerScope()) {
      double loss = runner.learner().learn(workload.images(), step);
      runner.optimiser().step(workload.plan().learningRate());
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException("the loss of step %d is %s".formatted(step, loss));
      }
      return loss;
    }
  }

  @Override
  public void close() {
    fused.close();
    tape.close();
  }
}
