package io.spikelet.runtime.pool;

import static io.spikelet.runtime.pool.FakeModels.DOUBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.FakeModels.Gate;
import io.spikelet.runtime.registry.ModelNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests for {@link ModelPool}: what is in memory, and when. */
@Timeout(60)
class ModelLoadingTests {

  private static final ModelRef A = ModelRef.parse("a");
  private static final ModelRef B = ModelRef.parse("b");
  private static final ModelRef C = ModelRef.parse("c");

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeModels models = new FakeModels();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Digest a;
  private Digest b;
  private Digest c;
  private ModelPool pool;

  @BeforeEach
  void openPool() {
    a = registry.tag("a", "package a");
    b = registry.tag("b", "package b");
    c = registry.tag("c", "package c");
    pool = pool(25, List.of());
  }

  @AfterEach
  void closePool() {
    assertThat(pool.close(Duration.ofSeconds(10))).isTrue();
    assertThat(models.open()).isZero();
    assertThat(pool.memoryBytes()).isZero();
  }

  @Test
  void loadsWhenAskedFor() {
    assertThat(pool.states()).isEmpty();
    assertThat(pool.state(a).name()).isEqualTo("UNLOADED");
    run(A);
    assertThat(pool.state(a)).isEqualTo(new ModelState.Ready(10));
    assertThat(pool.memoryBytes()).isEqualTo(10);
    assertThat(pool.loadedModels()).isEqualTo(1);
    assertThat(registry.pulls()).isEqualTo(1);
  }

  @Test
  void thoseWhoAskDuringALoadShareIt() {
    Gate gate = models.holdLoad(a);
    List<CompletableFuture<Pooled<Integer>>> jobs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      jobs.add(pool.submit(A, DOUBLE, List.of(i)));
    }
    CompletableFuture<?> load = pool.load(A);
    gate.awaitArrival();
    assertThat(pool.state(a)).isEqualTo(new ModelState.Loading());
    gate.release();
    jobs.forEach(job -> assertThat(job.join().results()).hasSize(1));
    assertThat(load).succeedsWithin(Duration.ofSeconds(30));
    assertThat(models.loads()).isEqualTo(1);
  }

  @Test
  void aLoadThatHangsHoldsUpNoOtherModel() {
    Gate gate = models.holdLoad(a);
    CompletableFuture<Pooled<Integer>> waiting = pool.submit(A, DOUBLE, List.of(1));
    gate.awaitArrival();
    run(B);
    assertThat(waiting).isNotDone();
    gate.release();
    assertThat(waiting.join().results()).containsExactly(2);
  }

  @Test
  void aFailedLoadIsTriedAgainAndTouchesNoOtherModel() throws Exception {
    models.failLoad(a, new IllegalStateException("bad weights"));
    for (int i = 1; i <= 3; i++) {
      assertThatThrownBy(() -> run(A)).hasRootCauseMessage("bad weights");
      assertThat(pool.state(a)).isEqualTo(new ModelState.Failed("bad weights"));
      assertThat(models.loads()).isEqualTo(i);
    }
    run(B);
    models.repair(a);
    run(A);
    assertThat(pool.state(a).name()).isEqualTo("READY");
    awaitEvent("failed a");
    awaitEvent("loaded a");
    awaitEvent("loaded b");
  }

  @Test
  void aModelLargerThanTheBudgetIsRefused() {
    models.size(a, 26);
    assertThatThrownBy(() -> run(A))
        .cause()
        .isInstanceOfSatisfying(
            ModelTooLargeException.class,
            e -> {
              assertThat(e.neededBytes()).isEqualTo(26);
              assertThat(e.budgetBytes()).isEqualTo(25);
            });
    assertThat(models.open()).isZero();
  }

  @Test
  void evictsTheLeastRecentlyUsed() throws Exception {
    run(A);
    run(B);
    run(A);
    run(C);
    assertThat(pool.state(b).name()).isEqualTo("UNLOADED");
    assertThat(pool.state(a).name()).isEqualTo("READY");
    assertThat(pool.state(c).name()).isEqualTo("READY");
    assertThat(pool.memoryBytes()).isEqualTo(20);
    awaitEvent("unloaded b EVICTED");
    assertThat(models.open()).isEqualTo(2);
    run(B);
    assertThat(pool.state(a).name()).isEqualTo("UNLOADED");
  }

  /** The fake model fails its batch when it is closed during one. */
  @Test
  void neverEvictsOneInUse() {
    models.size(a, 20);
    models.size(b, 20);
    run(B);
    run(A);
    Gate gate = models.holdRuns();
    CompletableFuture<Pooled<Integer>> running = pool.submit(A, DOUBLE, List.of(1));
    gate.awaitArrival();
    CompletableFuture<?> load = pool.load(B);
    await(() -> pool.state(a).name().equals("UNLOADED"));
    assertThat(load).isNotDone();
    assertThat(pool.memoryBytes()).as("A is closed after its batch").isEqualTo(20);
    gate.release();
    assertThat(running.join().results()).containsExactly(2);
    load.join();
    assertThat(pool.memoryBytes()).isEqualTo(20);
  }

  @Test
  void modelsThatDoNotFitTogetherTakeTurns() {
    List<ModelRef> refs = List.of(A, B, C);
    List<CompletableFuture<Pooled<Integer>>> jobs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      jobs.add(pool.submit(refs.get(i % 3), DOUBLE, List.of(i == 13 ? 0 : i)));
    }
    for (CompletableFuture<Pooled<Integer>> job : jobs) {
      assertThat(job.join().results()).hasSize(1);
      assertThat(pool.memoryBytes()).isLessThanOrEqualTo(25);
    }
    assertThat(models.most()).as("models open at the same time").isLessThanOrEqualTo(2);
  }

  @Test
  void aModelIsNotClosedBeforeItHadItsTurn() {
    models.size(a, 20);
    models.size(b, 20);
    Gate loading = models.holdLoad(a);
    CompletableFuture<Pooled<Integer>> first = pool.submit(A, DOUBLE, List.of(1));
    loading.awaitArrival();
    CompletableFuture<Pooled<Integer>> second = pool.submit(B, DOUBLE, List.of(2));
    loading.release();
    assertThat(first.join().results()).containsExactly(2);
    assertThat(second.join().results()).containsExactly(4);
    assertThat(models.loads()).isEqualTo(2);
  }

  @Test
  void aFailedLoadGivesItsMemoryBack() {
    models.size(a, 20);
    models.failLoad(a, new IllegalStateException("bad weights"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> run(A)).hasRootCauseMessage("bad weights");
    }
    run(B);
    run(C);
    assertThat(pool.memoryBytes()).isEqualTo(20);
  }

  @Test
  void aMovedTagHealsADamagedPackage() {
    models.failLoad(a, new IllegalStateException("bad weights"));
    assertThatThrownBy(() -> run(A)).hasRootCauseMessage("bad weights");
    Digest moved = registry.tag("a", "package a, repaired");
    run(A);
    assertThat(pool.states()).containsOnlyKeys(moved);
  }

  @Test
  void aPackagePrunedBeforeItsLoadIsLookedUpAnew() {
    Gate gate = models.holdLoad(a);
    models.failLoad(a, new ModelNotFoundException(A, List.of()));
    CompletableFuture<Pooled<Integer>> job = pool.submit(A, DOUBLE, List.of(1));
    gate.awaitArrival();
    Digest moved = registry.tag("a", "package a, better");
    gate.release();
    assertThat(job.join().model().digest()).isEqualTo(moved);
  }

  @Test
  void unloadsWhenAskedTo() {
    assertThat(pool.unload(A)).isFalse();
    // Loaded and not run: a job's result may be there before its batch has left the model.
    pool.load(A).join();
    assertThat(pool.unload(A)).isTrue();
    assertThat(models.open()).isZero();
    assertThat(pool.state(a).name()).isEqualTo("UNLOADED");
    assertThat(pool.unload(A)).isFalse();
    run(A);
    registry.untag("a");
    assertThat(pool.unload(A)).isTrue();
  }

  @Test
  void unloadingWaitsForTheBatchAndServesWhoWaits() {
    run(A);
    Gate gate = models.holdRuns();
    CompletableFuture<Pooled<Integer>> running = pool.submit(A, DOUBLE, List.of(1));
    gate.awaitArrival();
    CompletableFuture<Pooled<Integer>> waiting = pool.submit(A, DOUBLE, List.of(2));
    assertThat(pool.unload(A)).isTrue();
    assertThat(models.open()).isPositive();
    gate.release();
    assertThat(running.join().results()).containsExactly(2);
    assertThat(waiting.join().results()).containsExactly(4);
    assertThat(models.loads()).isEqualTo(2);
  }

  @Test
  void loadingAndUnloadingLeavesNothingBehind() {
    int threads = Thread.activeCount();
    for (int i = 0; i < 200; i++) {
      assertThat(pool.load(A).join().digest()).isEqualTo(a);
      assertThat(models.open()).isEqualTo(1);
      assertThat(pool.memoryBytes()).isEqualTo(10);
      assertThat(pool.unload(A)).isTrue();
      assertThat(models.open()).isZero();
      assertThat(pool.memoryBytes()).isZero();
    }
    assertThat(models.loads()).isEqualTo(200);
    assertThat(pool.states()).hasSize(1);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
  }

  @Test
  void eagerModelsAreLoadedUnaskedAndTriedUntilTheyAreThere() throws Exception {
    ModelRef late = ModelRef.parse("late");
    pool.close();
    pool = pool(25, List.of(A, late));
    awaitEvent("loaded a");
    assertThat(pool.pendingEager()).contains(late);
    registry.tag("late", "package late");
    awaitEvent("loaded late");
    while (!pool.pendingEager().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(pool.loadedModels()).isEqualTo(2);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    pool.close();
    PoolListener broken =
        new PoolListener() {
          @Override
          public void loaded(ModelRef ref, Duration took) {
            throw new IllegalStateException("a broken listener");
          }

          @Override
          public void ran(ModelRef ref, String operation, int batchSize, Duration took) {
            throw new IllegalStateException("a broken listener");
          }

          @Override
          public void queued(ModelRef ref, String operation, Duration waited) {
            throw new IllegalStateException("a broken listener");
          }
        };
    pool = new ModelPool(registry, models, settings(25, List.of()), broken, Duration.ofMillis(10));
    run(A);
    run(A);
  }

  private void run(ModelRef ref) {
    assertThat(pool.submit(ref, DOUBLE, List.of(21)).join().results()).containsExactly(42);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** A job may be done before the listener heard of its model's load. */
  private void awaitEvent(String event) throws InterruptedException {
    CountDownLatch tick = new CountDownLatch(1);
    while (!events.contains(event)) {
      assertThat(tick.await(1, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private ModelPool pool(long budget, List<ModelRef> eager) {
    return new ModelPool(
        registry, models, settings(budget, eager), recorder(), Duration.ofMillis(10));
  }

  private static PoolSettings settings(long budget, List<ModelRef> eager) {
    return new PoolSettings(
        budget,
        16,
        Duration.ofSeconds(10),
        4,
        Duration.ZERO,
        1,
        eager,
        Duration.ZERO,
        Duration.ZERO);
  }

  private PoolListener recorder() {
    return new PoolListener() {
      @Override
      public void loaded(ModelRef ref, Duration took) {
        events.add("loaded " + ref.name());
      }

      @Override
      public void loadFailed(ModelRef ref, Duration took, Throwable reason) {
        events.add("failed " + ref.name());
      }

      @Override
      public void unloaded(ModelRef ref, Unloading reason) {
        events.add("unloaded " + ref.name() + " " + reason);
      }

      @Override
      public void swapped(ModelRef ref, boolean success) {
        events.add("swapped " + ref.name() + " " + success);
      }
    };
  }
}
