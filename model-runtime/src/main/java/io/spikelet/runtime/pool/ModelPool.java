package io.spikelet.runtime.pool;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.ModelRegistry;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Loaded models and the jobs that wait for them. Thread-safe.
 *
 * <p><b>Batches.</b> Jobs of one model and one operation share a batch, one input of each in turn;
 * a batch runs when it is full or its oldest job has waited {@code maxWait}. Full is what takes
 * some 12 ms: a large job runs in slices, between those of others. If a batch fails, its jobs are
 * run one by one, so that only the failing one fails. Cancelled jobs leave the queue.
 *
 * <p><b>Shares.</b> Models share the processors by the time that they use. What waits for one is
 * bounded by the time that it is predicted to take, and one client may have half of that; who is
 * refused is told a moment of his own to come again.
 *
 * <p><b>Models</b> are held by digest: two tags on one package share it. A load that failed is
 * tried again by the next request, so a repaired package needs no restart. One model's failure
 * reaches only the jobs that asked for it; each model has a queue of its own.
 *
 * <p><b>Tags.</b> The registry is asked what the served tags mean at every {@link #resolve} and
 * every {@code watch}. A tag that was moved is served with its old package until the new one was
 * pulled, verified, loaded and its golden sample replayed; then new jobs go to the new one, and
 * those in flight finish on the old one. If the new package cannot be used, the old one stays and
 * {@link #refusedUpdates} says so; it is tried again after five minutes (five seconds if the
 * registry was not there), or by {@link #refresh}. Only where the old package is neither in memory
 * nor to be had any more does a moved tag mean the new one at once.
 *
 * <p><b>Memory.</b> A model is loaded when there is room for it in the budget. If there is none,
 * the least recently used models are closed: first those without jobs, then those with some, after
 * the batch that they run; what waits for them loads them again, in its turn. A model larger than
 * the budget is refused. The budget is exceeded only for a moved tag whose old package must stay.
 *
 * <p><b>Futures.</b> Each is completed, whatever happens: with a result; with what the model, the
 * registry or the loader threw; with {@link PoolFullException}, {@link ModelTooLargeException} or
 * {@link PoolClosedException}. Stages attached without an executor run on the worker and hold it
 * up: use the {@code Async} methods for more than a hand-over.
 */
public final class ModelPool implements AutoCloseable {

  private static final Duration EAGER_RETRY = Duration.ofSeconds(5);
  private static final String NOBODY = "";
  private static final double SHARE_OF_ONE_CLIENT = 0.5;
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);
  private static final Duration JOIN = Duration.ofSeconds(1);

  private final ModelRegistry registry;
  private final PoolSettings settings;
  private final SafeListener listener;
  private final PoolLock lock = new PoolLock();
  private final Shelf shelf;
  private final Loads loads;
  private final Workers workers;
  private final ServedTags tags;
  private final TagFollower follower;
  private final EagerModels eager;
  private final TagWatch watch;
  private boolean closing;

  /** Starts a pool; its eager models begin to load. */
  public ModelPool(
      ModelRegistry registry, Loader loader, PoolSettings settings, PoolListener listener) {
    this(registry, loader, settings, listener, EAGER_RETRY);
  }

  ModelPool(
      ModelRegistry registry,
      Loader loader,
      PoolSettings settings,
      PoolListener listener,
      Duration eagerRetry) {
    this.registry = registry;
    this.settings = settings;
    this.listener = new SafeListener(listener);
    this.shelf = new Shelf(settings.memoryBudgetBytes(), this.listener);
    this.loads =
        new Loads(
            lock,
            shelf,
            registry,
            loader,
            settings.memoryBudgetBytes(),
            this.listener,
            this::unserved);
    this.workers = new Workers(lock, shelf, settings, this.listener);
    this.tags = new ServedTags(lock, shelf, loads, this.listener, settings.linger());
    this.follower = new TagFollower(registry, lock, shelf, tags);
    this.eager = new EagerModels(settings.eager(), this::load);
    this.watch = new TagWatch(registry, this::servedTags, this::resolve);
    workers.start();
    eager.start(eagerRetry);
    watch.start(settings.watch());
  }

  /**
   * The package that a reference is served with now: what its tag means, or meant while the package
   * that it means now is on its way or cannot be used. A submission with the reference pinned to it
   * runs on that very package, for as long as {@code linger} at least.
   *
   * @throws ModelNotFoundException if there is no such package
   * @throws RegistryUnavailableException if the registry cannot be read and nothing is known of it
   */
  public Digest resolve(ModelRef ref) {
    return follower.resolve(ref);
  }

  /** Whether the tag of a pinned reference is, or is about to be, served with that package. */
  public boolean isServed(ModelRef pinned) {
    return lock.read(
        () -> {
          @Nullable ServedTag tag = tags.find(pinned);
          @Nullable Digest digest = pinned.digest();
          return tag != null && digest != null && tag.means(digest);
        });
  }

  /** The tags whose new package could not be used, and with what they are served. */
  public List<RefusedUpdate> refusedUpdates() {
    return lock.read(tags::refusedUpdates);
  }

  /**
   * Asks the registry what a reference means now and brings that into memory; one that was refused
   * is tried again.
   *
   * @return completed with the package that is served from now on, or with what stood against it,
   *     in which case the old one goes on being served
   */
  public CompletableFuture<ModelPackage> refresh(ModelRef ref) {
    CompletableFuture<ModelPackage> followed = new CompletableFuture<>();
    try {
      registry.refresh(ref);
      lock.atomically(
          _ -> {
            @Nullable ServedTag tag = tags.find(ref);
            if (tag != null) {
              tag.forgive();
            }
          });
      Digest digest = resolve(ref);
      lock.atomically(effects -> tell(ref, digest, followed, effects));
    } catch (RuntimeException reason) {
      followed.completeExceptionally(reason);
    }
    return followed.thenApply(modelPackage -> modelPackage.as(ref));
  }

  /**
   * Runs inputs on a model, which is loaded if it is not there.
   *
   * @param inputs at least one; more than a batch run in several calls
   * @return completed with the results or a reason, always; cancelling it takes the job out of the
   *     queue, a batch that runs goes on
   * @throws IllegalArgumentException if there are no inputs
   */
  public <I, O> CompletableFuture<Pooled<O>> submit(
      ModelRef ref, Operation<I, O> operation, List<I> inputs) {
    return submit(ref, operation, inputs, NOBODY);
  }

  /**
   * As {@link #submit(ModelRef, Operation, List)}, for somebody.
   *
   * @param client for whom; any text that tells clients apart
   */
  public <I, O> CompletableFuture<Pooled<O>> submit(
      ModelRef ref, Operation<I, O> operation, List<I> inputs, String client) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a job needs at least one input");
    }
    Job<I, O> job = new Job<>(ref, operation, List.copyOf(inputs), client);
    try {
      enqueue(job, resolve(ref));
    } catch (RuntimeException reason) {
      job.fail(reason);
    }
    return job.future();
  }

  /**
   * Brings the package into memory that a reference is served with; one that failed is tried again.
   *
   * @return completed with the package, or with what stood against it
   */
  public CompletableFuture<ModelPackage> load(ModelRef ref) {
    CompletableFuture<ModelPackage> loaded = new CompletableFuture<>();
    try {
      Digest digest = resolve(ref);
      lock.atomically(effects -> load(ref, digest, loaded, effects));
    } catch (RuntimeException reason) {
      loaded.completeExceptionally(reason);
    }
    return loaded.thenApply(modelPackage -> modelPackage.as(ref));
  }

  /**
   * Takes a model out of memory. Batches that run finish first; jobs that wait load it again.
   *
   * @return whether it was in memory
   */
  public boolean unload(ModelRef ref) {
    boolean[] unloaded = new boolean[1];
    lock.atomically(
        effects -> {
          @Nullable Digest digest = tags.current(ref);
          @Nullable Slot slot = digest == null ? null : shelf.find(digest);
          if (slot != null && slot.model() != null) {
            unloaded[0] = shelf.retire(slot, PoolListener.Unloading.REQUESTED, effects);
            if (slot.pending() > 0) {
              loads.ensure(slot, ref, effects);
            }
          }
        });
    return unloaded[0];
  }

  /** The state of every package that was asked for; all others are {@code UNLOADED}. */
  public Map<Digest, ModelState> states() {
    return lock.read(
        () -> {
          Map<Digest, ModelState> states = new LinkedHashMap<>();
          shelf.slots().forEach(slot -> states.put(slot.digest(), slot.state()));
          return states;
        });
  }

  /** The state of one package. */
  public ModelState state(Digest digest) {
    return states().getOrDefault(digest, new ModelState.Unloaded());
  }

  /** A package in memory, null if it is not. */
  public @Nullable ModelPackage inMemory(Digest digest) {
    return lock.read(
        () -> {
          @Nullable Slot slot = shelf.find(digest);
          @Nullable LoadedModel model = slot == null ? null : slot.model();
          return model == null ? null : model.modelPackage();
        });
  }

  /** The eager models that were not loaded yet; the pool goes on trying. Empty: ready to serve. */
  public Set<ModelRef> pendingEager() {
    return eager.pending();
  }

  /** Models in memory. */
  public int loadedModels() {
    return lock.read(
        () -> (int) shelf.slots().stream().filter(slot -> slot.model() != null).count());
  }

  /** Bytes of all models in memory, by their own account. */
  public long memoryBytes() {
    return lock.read(shelf::memoryBytes);
  }

  /** Inputs that wait, for a model or for a worker. */
  public int pending() {
    return lock.read(() -> shelf.slots().stream().mapToInt(Slot::pending).sum());
  }

  /** As {@link #close(Duration)}, with half a minute. */
  @Override
  public void close() {
    close(DEFAULT_GRACE);
  }

  /**
   * Refuses new jobs, finishes those that it has, and closes the models. What is not done in time
   * fails with {@link PoolClosedException}; a batch that runs then goes on, and its model is closed
   * after it.
   *
   * @return whether everything was finished in time
   */
  public boolean close(Duration timeout) {
    lock.atomically(
        effects -> {
          closing = true;
          tags.stop();
          workers.hurry();
        });
    eager.stop();
    watch.stop();
    boolean finished = awaitIdle(timeout);
    lock.atomically(this::stop);
    if (finished) {
      joinThreads();
    }
    return finished;
  }

  /** Tells how it went, or will go, to follow a reference that was just resolved. */
  private void tell(
      ModelRef ref, Digest digest, CompletableFuture<ModelPackage> followed, Effects effects) {
    @Nullable ServedTag tag = ref.digest() == null ? tags.find(ref) : null;
    if (tag == null || closing) {
      load(ref, digest, followed, effects);
    } else if (tag.next() != null) {
      tag.await(followed);
    } else if (tag.refusal() != null) {
      Throwable reason = tag.refusal();
      effects.add(() -> followed.completeExceptionally(reason));
    } else {
      load(ref, tag.current(), followed, effects);
    }
  }

  private List<ModelRef> servedTags() {
    return lock.read(tags::refs);
  }

  private void enqueue(Job<?, ?> job, Digest digest) {
    lock.atomically(
        effects -> {
          if (closing) {
            reject(job, PoolListener.Rejection.CLOSED, new PoolClosedException(), effects);
            return;
          }
          // The tag may have been served with another package since it was resolved.
          @Nullable Digest current = tags.current(job.ref());
          Slot slot = shelf.claim(job.ref(), current == null ? digest : current);
          @Nullable PoolFullException full = refusal(job, slot);
          if (full != null) {
            reject(job, PoolListener.Rejection.QUEUE_FULL, full, effects);
            return;
          }
          if (slot.isIdle()) {
            slot.catchUp(leastUsed(slot));
          }
          slot.add(job);
          loads.ensure(slot, job.ref(), effects);
          effects.add(() -> forgetWhenDone(job, slot));
        });
  }

  private void reject(
      Job<?, ?> job, PoolListener.Rejection reason, RuntimeException refusal, Effects effects) {
    effects.add(() -> listener.tell(l -> l.rejected(job.ref(), reason)));
    effects.add(() -> job.fail(refusal));
  }

  /** Why there is no room for a job; null if there is. */
  private @Nullable PoolFullException refusal(Job<?, ?> job, Slot slot) {
    double waiting = slot.waitingNanos();
    // A job larger than the whole queue is taken by an empty one: it could never run else.
    if (slot.pending() == 0) {
      return null;
    }
    double nanos = job.size() * slot.time(job.operation()).nanosPerInput();
    double workers = shareOfWorkers(slot);
    double most = settings.maxQueueTime().toNanos() * workers;
    long now = System.nanoTime();
    boolean tooMany = slot.pending() + job.size() > settings.queueCapacity();
    boolean tooMuchForOne =
        !job.client().equals(NOBODY)
            && slot.waitingNanos(job.client()) + nanos > SHARE_OF_ONE_CLIENT * most;
    if (!tooMany && !tooMuchForOne && slot.promises().admits(now, waiting, nanos, most)) {
      return null;
    }
    long seconds =
        slot.promises()
            .promise(
                now, waiting, nanos, tooMuchForOne ? SHARE_OF_ONE_CLIENT * most : most, workers);
    return new PoolFullException(
        job.ref(), Duration.ofNanos((long) (waiting / workers)), Duration.ofSeconds(seconds));
  }

  /** Workers that a model has for itself while others want some too. */
  private double shareOfWorkers(Slot slot) {
    long busy =
        shelf.slots().stream().filter(other -> other != slot && !other.isIdle()).count() + 1;
    return Math.max((double) settings.workers() / busy, 1.0 / busy);
  }

  /** What the models that have something to do have used at least. */
  private long leastUsed(Slot slot) {
    return shelf.slots().stream()
        .filter(other -> other != slot && !other.isIdle())
        .mapToLong(Slot::usedNanos)
        .min()
        .orElse(0);
  }

  private void forgetWhenDone(Job<?, ?> job, Slot slot) {
    Future<?> _ = job.future().whenComplete((_, _) -> forget(job, slot));
  }

  /** Somebody cancelled a job or completed it himself: it gives its place in the queue free. */
  private void forget(Job<?, ?> job, Slot slot) {
    if (job.isQueued()) {
      lock.atomically(
          effects -> {
            slot.remove(job);
            shelf.tidy(slot, effects);
          });
    }
  }

  /** A package that was replaced and pruned between resolving and loading is looked up anew. */
  private void unserved(Job<?, ?> job, Digest digest, Throwable reason) {
    @Nullable Digest now = resolved(job.ref());
    if (now == null || now.equals(digest)) {
      job.fail(reason);
    } else {
      enqueue(job, now);
    }
  }

  private @Nullable Digest resolved(ModelRef ref) {
    try {
      return resolve(ref);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void load(
      ModelRef ref, Digest digest, CompletableFuture<ModelPackage> loaded, Effects effects) {
    if (closing) {
      effects.add(() -> loaded.completeExceptionally(new PoolClosedException()));
      return;
    }
    loads.await(shelf.claim(ref, digest), ref, loaded, effects);
  }

  private boolean awaitIdle(Duration timeout) {
    return lock.read(
        () -> {
          long left = PoolLock.nanos(timeout);
          try {
            while (!isIdle() && left > 0) {
              left = lock.awaitChangeInterruptibly(left);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return isIdle();
        });
  }

  private boolean isIdle() {
    return shelf.slots().stream().allMatch(Slot::isIdle) && workers.running().isEmpty();
  }

  private void stop(Effects effects) {
    workers.stop();
    loads.stop();
    List<Job<?, ?>> unfinished = new ArrayList<>();
    shelf.slots().forEach(slot -> unfinished.addAll(slot.drain()));
    workers.running().forEach(batch -> unfinished.addAll(batch.jobs()));
    unfinished.forEach(job -> effects.add(() -> job.fail(new PoolClosedException())));
    for (Slot slot : shelf.slots()) {
      slot.takeLoadWaiters()
          .forEach(
              waiter -> effects.add(() -> waiter.completeExceptionally(new PoolClosedException())));
    }
    shelf.retireAll(effects);
  }

  private void joinThreads() {
    try {
      loads.join(JOIN);
      workers.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
