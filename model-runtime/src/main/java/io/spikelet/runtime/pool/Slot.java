package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All that the pool knows of one package. Guarded by the pool's lock. */
final class Slot {

  private final Digest digest;
  private final ModelRef ref;
  private final Map<Operation<?, ?>, Lane<?, ?>> lanes = new LinkedHashMap<>();
  private final List<CompletableFuture<ModelPackage>> loadWaiters = new ArrayList<>();
  private final Map<Operation<?, ?>, ServiceTime> times = new HashMap<>();
  private final Promises promises = new Promises();
  private ModelState state = new ModelState.Unloaded();
  private @Nullable LoadedModel model;
  private @Nullable ModelRef swappedTag;
  private boolean replaced;
  private long lastUsed;
  private long usedNanos;
  private int running;

  Slot(Digest digest, ModelRef ref) {
    this.digest = digest;
    this.ref = ref.withDigest(digest);
  }

  Digest digest() {
    return digest;
  }

  /** The first reference it was asked for with, pinned. */
  ModelRef ref() {
    return ref;
  }

  ModelState state() {
    return state;
  }

  @Nullable LoadedModel model() {
    return model;
  }

  Promises promises() {
    return promises;
  }

  ServiceTime time(Operation<?, ?> operation) {
    return times.computeIfAbsent(operation, _ -> new ServiceTime());
  }

  /** Predicted processor time of all that waits. */
  double waitingNanos() {
    return lanes.values().stream().mapToDouble(Lane::waitingNanos).sum();
  }

  /** The same of what waits for one client. */
  double waitingNanos(String client) {
    return lanes.values().stream().mapToDouble(lane -> lane.waitingNanos(client)).sum();
  }

  /** Processor time that it was given, or that it gave up by having nothing to do. */
  long usedNanos() {
    return usedNanos;
  }

  void used(double nanos) {
    usedNanos += (long) nanos;
  }

  /** One that had nothing to do does not catch up with those that had. */
  void catchUp(long nanos) {
    usedNanos = Math.max(usedNanos, nanos);
  }

  Collection<Lane<?, ?>> lanes() {
    return lanes.values();
  }

  /** Inputs that wait. */
  int pending() {
    return lanes.values().stream().mapToInt(Lane::inputs).sum();
  }

  /** Inputs in batches that run. */
  int running() {
    return running;
  }

  boolean isIdle() {
    return lanes.isEmpty() && running == 0;
  }

  boolean needsLoad() {
    return model == null && !(state instanceof ModelState.Loading);
  }

  long lastUsed() {
    return lastUsed;
  }

  void used(long moment) {
    lastUsed = moment;
  }

  /** Whether no tag means it any more: it leaves memory when idle. */
  boolean isReplaced() {
    return replaced;
  }

  void replaced(boolean now) {
    replaced = now;
  }

  /** Remembers that the next load makes a tag's new package available. */
  void swapFor(ModelRef tag) {
    swappedTag = tag;
  }

  /** The tag that was moved here since the last load, once. */
  @Nullable ModelRef takeSwappedTag() {
    ModelRef tag = swappedTag;
    swappedTag = null;
    return tag;
  }

  <I, O> void add(Job<I, O> job) {
    // The key is the operation itself, so the lane has its types.
    @SuppressWarnings("unchecked")
    Lane<I, O> lane =
        (Lane<I, O>)
            lanes.computeIfAbsent(
                job.operation(), key -> new Lane<>(job.operation(), time(job.operation())));
    lane.add(job);
  }

  void remove(Job<?, ?> job) {
    Lane<?, ?> lane = lanes.get(job.operation());
    if (lane != null && lane.remove(job) && lane.isEmpty()) {
      lanes.remove(job.operation());
    }
  }

  /** Takes what a batch runs out of a lane. */
  <I, O> List<Slice<I, O>> take(Lane<I, O> lane, int most) {
    List<Slice<I, O>> slices = lane.take(most);
    if (lane.isEmpty()) {
      lanes.remove(lane.operation());
    }
    return slices;
  }

  /** All waiting jobs, leaving none. */
  List<Job<?, ?>> drain() {
    List<Job<?, ?>> jobs = new ArrayList<>();
    lanes.values().forEach(lane -> jobs.addAll(lane.drain()));
    lanes.clear();
    return jobs;
  }

  void started(int inputs) {
    running += inputs;
  }

  void finished(int inputs) {
    running -= inputs;
  }

  void waitForLoad(CompletableFuture<ModelPackage> waiter) {
    loadWaiters.add(waiter);
  }

  List<CompletableFuture<ModelPackage>> takeLoadWaiters() {
    List<CompletableFuture<ModelPackage>> waiters = List.copyOf(loadWaiters);
    loadWaiters.clear();
    return waiters;
  }

  void loading() {
    state = new ModelState.Loading();
  }

  void ready(LoadedModel loaded) {
    model = loaded;
    state = new ModelState.Ready(loaded.memoryBytes());
  }

  void failed(Throwable reason) {
    state = new ModelState.Failed(ServedTag.sentence(reason));
  }

  /** Forgets the model; whoever retires it closes it. */
  @Nullable LoadedModel unload() {
    LoadedModel unloaded = model;
    model = null;
    state = new ModelState.Unloaded();
    return unloaded;
  }
}
