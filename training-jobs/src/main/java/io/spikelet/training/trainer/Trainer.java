package io.spikelet.training.trainer;

import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.BatchFiller;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.Preprocessing;
import io.spikelet.training.dataset.Shuffle;
import io.spikelet.training.layer.TensorMemory;
import io.spikelet.training.run.Progress;
import io.spikelet.training.run.RunDirectory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Trains a network: shuffle, batch, forward and backward, optimiser step; after each epoch measure,
 * draw, save.
 *
 * <p>A run that is stopped and continued goes through the same numbers as one that was not: order,
 * noise and learning rate follow from the seed and the step's number, the rest is in the
 * checkpoint. An incomplete last batch of an epoch is dropped.
 */
public final class Trainer {

  /** The loss that is minimised, among those of a step. */
  private static final String LOSS = "loss";

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(3);

  private final Trainable network;
  private final TrainingPlan plan;
  private final Data data;
  private final RunDirectory run;
  private final TrainingListener listener;
  private volatile boolean stopRequested;

  /** What is learnt from and what is measured on. */
  public record Data(ImageSet training, ImageSet test, Preprocessing preprocessing) {}

  public Trainer(
      Trainable network,
      TrainingPlan plan,
      Data data,
      RunDirectory run,
      TrainingListener listener) {
    this.network = network;
    this.plan = plan;
    this.data = data;
    this.run = run;
    this.listener = listener;
  }

  /** Asks a run on another thread to save its state after the step under way and return. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Trains from the run's checkpoint, or from the beginning when it has none.
   *
   * @return where the run stands: all epochs done unless a stop was requested
   */
  public Progress run() {
    network.prepare(data.training());
    try (PointerScope _ = new PointerScope();
        Optimiser optimiser = network.optimiser(plan)) {
      Progress progress =
          run.hasCheckpoint() ? run.restore(network.state(), optimiser.kept()) : Progress.START;
      while (progress.epoch() < plan.epochs() && !stopRequested) {
        progress = epoch(optimiser, progress);
      }
      return progress;
    }
  }

  private Progress epoch(Optimiser optimiser, Progress start) {
    int[] order = order(start.epoch());
    int batches = batches();
    Clock clock = new Clock(start.seconds());
    BatchFiller filler = filler();
    Progress progress = start;
    while (progress.batch() < batches && !stopRequested) {
      progress = step(optimiser, filler, order, progress, clock);
      double mean = progress.lossMeans().getOrDefault(LOSS, Double.NaN);
      listener.step(progress.epoch() + 1, progress.batch(), batches, mean);
      if (clock.checkpointDue()) {
        run.save(network.state(), optimiser.kept(), progress);
      }
    }
    if (progress.batch() == batches) {
      progress = finish(progress);
    }
    run.save(network.state(), optimiser.kept(), progress);
    return progress;
  }

  private Progress step(
      Optimiser optimiser, BatchFiller filler, int[] order, Progress at, Clock clock) {
    try (PointerScope _ = new PointerScope()) {
      double learningRate = learningRate(at);
      Map<String, Double> losses = network.step(batch(filler, order, at, learningRate));
      optimiser.step(learningRate);
      if (!Double.isFinite(losses.getOrDefault(LOSS, Double.NaN))) {
        throw new DivergedException(at.epoch() + 1, at.batch() + 1, losses);
      }
      return at.afterBatch(plan.batchSize(), clock.seconds(), losses);
    }
  }

  private Batch batch(BatchFiller filler, int[] order, Progress at, double learningRate) {
    int size = plan.batchSize();
    int from = at.batch() * size;
    float[] pixels = new float[size * filler.pixelCount()];
    int[] labels = new int[size];
    filler.fill(order, from, size, at.epoch(), pixels);
    filler.labels(order, from, size, labels);
    ImageSpec image = network.image();
    Tensor images =
        TensorMemory.tensor(pixels, size, image.channels(), image.height(), image.width());
    return new Batch(
        images,
        labels,
        Arrays.copyOfRange(order, from, from + size),
        at.step(),
        (double) at.step() / steps(),
        learningRate);
  }

  private Progress finish(Progress at) {
    int epoch = at.epoch() + 1;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("epoch", (double) epoch);
    metrics.put("step", (double) at.step());
    metrics.put("images", (double) at.images());
    metrics.put("seconds", at.seconds());
    metrics.put("learning_rate", learningRate(at));
    metrics.putAll(at.lossMeans());
    try (PointerScope _ = new PointerScope()) {
      metrics.putAll(network.finishEpoch());
      metrics.putAll(network.validate(data.test()));
      network.pictures(data.test()).forEach((kind, image) -> run.picture(kind, epoch, image));
    }
    run.record(metrics);
    listener.epoch(epoch, plan.epochs(), metrics);
    return at.afterEpoch();
  }

  private int[] order(int epoch) {
    int[] order = Shuffle.permutation(data.training().size(), plan.seed(), epoch);
    return plan.trainingImages() == 0
        ? order
        : Arrays.stream(order).filter(index -> index < plan.trainingImages()).toArray();
  }

  private int batches() {
    int size = data.training().size();
    int used = plan.trainingImages() == 0 ? size : Math.min(size, plan.trainingImages());
    return used / plan.batchSize();
  }

  private double learningRate(Progress at) {
    Trainable.Phase phase = network.phase(at.epoch(), plan.epochs());
    long before = (long) phase.from() * batches();
    return plan.learningRate(at.step() - before, (long) phase.epochs() * batches());
  }

  private long steps() {
    return (long) plan.epochs() * batches();
  }

  private BatchFiller filler() {
    return BatchFiller.training(
        data.training(), network.image().range(), data.preprocessing(), plan.seed());
  }

  /** Training time over all parts of a run. */
  private static final class Clock {
    private final double before;
    private final long start = System.nanoTime();
    private long lastCheckpoint = start;

    Clock(double before) {
      this.before = before;
    }

    double seconds() {
      return before + (System.nanoTime() - start) * 1e-9;
    }

    boolean checkpointDue() {
      long now = System.nanoTime();
      boolean due = now - lastCheckpoint > BETWEEN_CHECKPOINTS.toNanos();
      if (due) {
        lastCheckpoint = now;
      }
      return due;
    }
  }
}
