package io.spikelet.runtime.pool;

import static io.spikelet.runtime.pool.FakeModels.DOUBLE;
import static io.spikelet.runtime.pool.FakeModels.NEGATE;
import static io.spikelet.runtime.pool.FakeModels.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.FakeModels.Gate;
import io.spikelet.runtime.registry.ModelNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests for {@link ModelPool}: queue and batches. */
@Timeout(60)
class ModelPoolTests {

  private static final ModelRef A = ModelRef.parse("a");
  private static final ModelRef B = ModelRef.parse("b");

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeModels models = new FakeModels();
  private ModelPool pool;

  @BeforeEach
  void openPool() {
    registry.tag("a", "package a");
    registry.tag("b", "package b");
    pool = pool(settings(4, 16, Duration.ZERO, 1), PoolListener.NONE);
  }

  @AfterEach
  void closePool() {
    assertThat(pool.close(Duration.ofSeconds(10))).isTrue();
    assertThat(models.open()).isZero();
    assertThat(pool.memoryBytes()).isZero();
  }

  @Test
  void givesResultsInTheOrderOfTheInputs() {
    Pooled<Integer> pooled = pool.submit(A, DOUBLE, List.of(1, 2, 3)).join();
    assertThat(pooled.results()).containsExactly(2, 4, 6);
    assertThat(pooled.batchSize()).isEqualTo(3);
    assertThat(pooled.model().ref()).hasToString("a:latest@" + FakeRegistry.digest("package a"));
    assertThat(pooled.queued()).isPositive();
  }

  @Test
  void whoeverHasHisAnswerFindsTheModelIdle() {
    for (int i = 0; i < 200; i++) {
      pool.submit(A, DOUBLE, List.of(1)).join();
      pool.unload(A);
      assertThat(models.open()).as("models that a batch still holds, round %d", i).isZero();
    }
  }

  @Test
  void waitingJobsShareABatchOfOneModelAndOneOperation() {
    Gate gate = occupyTheWorker();
    CompletableFuture<Pooled<Integer>> one = pool.submit(A, DOUBLE, List.of(1, 2));
    CompletableFuture<Pooled<Integer>> other = pool.submit(B, DOUBLE, List.of(3));
    CompletableFuture<Pooled<Integer>> negated = pool.submit(A, NEGATE, List.of(4));
    CompletableFuture<Pooled<Integer>> two = pool.submit(A, DOUBLE, List.of(5));
    CompletableFuture<Pooled<Integer>> full = pool.submit(A, DOUBLE, List.of(6, 7));
    gate.release();
    assertThat(one.join().results()).containsExactly(2, 4);
    assertThat(two.join().results()).containsExactly(10);
    assertThat(full.join().results()).containsExactly(12, 14);
    assertThat(other.join().results()).containsExactly(6);
    assertThat(other.join().batchSize()).isEqualTo(1);
    assertThat(negated.join().results()).containsExactly(-4);
    // How many share one hangs on the measured time; that they share none with others does not.
    assertThat(models.batches()).contains(List.of(3));
    assertThat(models.batches().stream().flatMap(List::stream))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 5, 6, 7);
  }

  @Test
  void twoTagsOnOnePackageShareTheModelAndKeepTheirNames() {
    registry.tag("a:other", "package a");
    ModelRef other = ModelRef.parse("a:other");
    assertThat(pool.submit(A, DOUBLE, List.of(1)).join().model().ref().tag()).isEqualTo("latest");
    assertThat(pool.submit(other, DOUBLE, List.of(1)).join().model().ref().tag())
        .isEqualTo("other");
    assertThat(models.loads()).isEqualTo(1);
  }

  @Test
  void aLargeJobRunsInSeveralCalls() {
    List<Integer> inputs = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    Pooled<Integer> pooled = pool.submit(A, DOUBLE, inputs).join();
    assertThat(pooled.results()).containsExactly(2, 4, 6, 8, 10, 12, 14, 16, 18);
    assertThat(pooled.batchSize()).isEqualTo(4);
    assertThat(models.batches()).extracting(List::size).containsExactly(4, 4, 1);
  }

  @Test
  void waitsForABatchToFillAndNoLonger() {
    pool.close();
    // The wait is far longer than the test may take: only a full batch can end it.
    pool = pool(settings(2, 16, Duration.ofMinutes(10), 1), PoolListener.NONE);
    CompletableFuture<Pooled<Integer>> first = pool.submit(A, DOUBLE, List.of(1));
    CompletableFuture<Pooled<Integer>> second = pool.submit(A, DOUBLE, List.of(2));
    assertThat(first.join().batchSize()).isEqualTo(2);
    assertThat(second.join().batchSize()).isEqualTo(2);
    pool.close();
    pool = pool(settings(2, 16, Duration.ofMillis(20), 1), PoolListener.NONE);
    assertThat(pool.submit(A, DOUBLE, List.of(3)).join().queued())
        .isGreaterThanOrEqualTo(Duration.ofMillis(20));
  }

  @Test
  void aFullQueueRefusesWithTheMeasuredTime() {
    assertThat(pool.submit(A, DOUBLE, List.of(1)).join().results()).containsExactly(2);
    Gate gate = occupyTheWorker();
    List<CompletableFuture<Pooled<Integer>>> waiting = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      waiting.add(pool.submit(A, DOUBLE, List.of(20 + i)));
    }
    assertThatThrownBy(() -> pool.submit(A, DOUBLE, List.of(1)).join())
        .hasCauseInstanceOf(PoolFullException.class)
        .cause()
        .satisfies(
            e -> {
              PoolFullException full = (PoolFullException) e;
              assertThat(full.retryAfter()).isPositive().isLessThan(Duration.ofMinutes(1));
            });
    CompletableFuture<Pooled<Integer>> other = pool.submit(B, DOUBLE, List.of(1));
    assertThat(pool.pending()).isEqualTo(17);
    gate.release();
    assertThat(other.join().results()).containsExactly(2);
    waiting.forEach(job -> assertThat(job.join().results()).hasSize(1));
    assertThat(pool.pending()).isZero();
  }

  @Test
  void aSmallJobIsDoneBeforeALargeOneThatCameFirst() {
    pool.close();
    pool = pool(settings(4, 1000, Duration.ZERO, 1), PoolListener.NONE);
    List<List<Integer>> calls = java.util.Collections.synchronizedList(new ArrayList<>());
    Operation<Integer, Integer> recorded =
        new Operation<>(
            "recorded",
            (model, inputs) -> {
              calls.add(inputs);
              return inputs;
            });
    Gate gate = occupyTheWorker();
    List<Integer> many = java.util.stream.IntStream.range(100, 164).boxed().toList();
    CompletableFuture<Pooled<Integer>> large = pool.submit(A, recorded, many);
    CompletableFuture<Pooled<Integer>> small = pool.submit(A, recorded, List.of(1));
    gate.release();
    assertThat(small.join().results()).containsExactly(1);
    assertThat(large.join().results()).as("in the inputs' order").isEqualTo(many);
    assertThat(calls.getFirst()).contains(1, 100);
    assertThat(calls).allMatch(inputs -> inputs.size() <= 4);
  }

  @Test
  void aJobThatFailsInTheMiddleFailsAloneAndLeavesTheQueue() {
    pool.close();
    pool = pool(settings(2, 1000, Duration.ZERO, 1), PoolListener.NONE);
    Operation<Integer, Integer> choosy =
        new Operation<>(
            "choosy",
            (model, inputs) -> {
              if (inputs.contains(13)) {
                throw new IllegalArgumentException("thirteen");
              }
              return inputs;
            });
    Gate gate = occupyTheWorker();
    CompletableFuture<Pooled<Integer>> failing =
        pool.submit(A, choosy, List.of(1, 13, 2, 3, 4, 5, 6, 7, 8));
    CompletableFuture<Pooled<Integer>> other = pool.submit(A, choosy, List.of(21, 22, 23));
    gate.release();
    assertThat(other.join().results()).containsExactly(21, 22, 23);
    assertThatThrownBy(failing::join).hasRootCauseMessage("thirteen");
    assertThat(pool.pending()).isZero();
  }

  @Test
  void aLackOfMemoryReachesTheJobAndTheThreadsLastHandler() throws InterruptedException {
    java.util.concurrent.BlockingQueue<Throwable> heard =
        new java.util.concurrent.LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> heard.add(thrown));
    try {
      Operation<Integer, Integer> exhausted =
          new Operation<>(
              "exhausted",
              (model, inputs) -> {
                throw new OutOfMemoryError("injected");
              });
      CompletableFuture<Pooled<Integer>> job = pool.submit(A, exhausted, List.of(1));
      assertThatThrownBy(job::join).hasRootCauseInstanceOf(OutOfMemoryError.class);
      assertThat(heard.poll(10, java.util.concurrent.TimeUnit.SECONDS))
          .isInstanceOf(OutOfMemoryError.class);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void oneClientMayFillHalfOfTheQueue() {
    pool.close();
    // Nothing is measured: an input counts as 50 ms, so 10 s are 200 of them.
    pool = pool(settings(4, 1000, Duration.ZERO, 1), PoolListener.NONE);
    Gate gate = occupyTheWorker();
    CompletableFuture<Pooled<Integer>> greedy =
        pool.submit(A, DOUBLE, java.util.Collections.nCopies(90, 1), "greedy");
    assertThatThrownBy(
            () -> pool.submit(A, DOUBLE, java.util.Collections.nCopies(20, 1), "greedy").join())
        .hasCauseInstanceOf(PoolFullException.class);
    CompletableFuture<Pooled<Integer>> other =
        pool.submit(A, DOUBLE, java.util.Collections.nCopies(20, 1), "other");
    gate.release();
    assertThat(greedy.join().results()).hasSize(90);
    assertThat(other.join().results()).hasSize(20);
  }

  /** Ten inputs wait or run, each took at least 20 ms: one worker needs 200 ms at least. */
  @Test
  void retryAfterGrowsWithTheWork() {
    Operation<Integer, Integer> slow =
        new Operation<>(
            "slow",
            (model, inputs) -> {
              pause(20L * inputs.size());
              return inputs;
            });
    assertThat(pool.submit(A, slow, List.of(1)).join().results()).hasSize(1);
    Gate gate = occupyTheWorker();
    CompletableFuture<Pooled<Integer>> waiting =
        pool.submit(A, slow, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertThatThrownBy(() -> pool.submit(A, slow, List.of(1, 2, 3, 4, 5, 6, 7, 8)).join())
        .cause()
        .isInstanceOfSatisfying(
            PoolFullException.class,
            full ->
                assertThat(full.retryAfter())
                    .isBetween(Duration.ofMillis(200), Duration.ofSeconds(20)));
    gate.release();
    assertThat(waiting.join().results()).hasSize(9);
  }

  @Test
  void aJobLargerThanTheQueueIsTakenByAnEmptyOne() {
    List<Integer> many = java.util.Collections.nCopies(100, 3);
    assertThat(pool.submit(A, DOUBLE, many).join().results()).hasSize(100).containsOnly(6);
  }

  @Test
  void onlyTheGuiltyJobOfABatchFails() {
    Gate gate = occupyTheWorker();
    CompletableFuture<Pooled<Integer>> innocent = pool.submit(A, DOUBLE, List.of(1));
    CompletableFuture<Pooled<Integer>> guilty = pool.submit(A, DOUBLE, List.of(13));
    CompletableFuture<Pooled<Integer>> too = pool.submit(A, DOUBLE, List.of(2));
    gate.release();
    assertThat(innocent.join().results()).containsExactly(2);
    assertThat(too.join().results()).containsExactly(4);
    assertThat(too.join().batchSize()).isEqualTo(1);
    assertThatThrownBy(guilty::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("unlucky");
  }

  @Test
  void errorsReachThoseWhoWaitAndTheWorkerLives() {
    Operation<Integer, Integer> broken =
        new Operation<>(
            "broken",
            (model, inputs) -> {
              throw new UnsatisfiedLinkError("no library");
            });
    assertThatThrownBy(() -> pool.submit(A, broken, List.of(1)).join())
        .hasCauseInstanceOf(UnsatisfiedLinkError.class);
    assertThatThrownBy(() -> pool.submit(A, SHORT, List.of(1)).join())
        .hasRootCauseMessage(
            "short of a:latest@%s gave 0 results for 1 inputs"
                .formatted(FakeRegistry.digest("package a")));
    assertThat(pool.submit(A, DOUBLE, List.of(1)).join().results()).containsExactly(2);
  }

  @Test
  void cancelledJobsLeaveTheQueue() {
    Gate gate = occupyTheWorker();
    CompletableFuture<Pooled<Integer>> cancelled = pool.submit(A, DOUBLE, List.of(3));
    CompletableFuture<Pooled<Integer>> wanted = pool.submit(A, DOUBLE, List.of(4));
    assertThat(pool.pending()).isEqualTo(2);
    cancelled.cancel(false);
    assertThat(pool.pending()).isEqualTo(1);
    gate.release();
    assertThat(wanted.join().batchSize()).isEqualTo(1);
    assertThat(models.batches()).doesNotContain(List.of(3), List.of(3, 4));
  }

  @Test
  void unknownModelsAndEmptyJobsAreRefused() {
    assertThatThrownBy(() -> pool.submit(ModelRef.parse("c"), DOUBLE, List.of(1)).join())
        .hasCauseInstanceOf(ModelNotFoundException.class);
    assertThatThrownBy(() -> pool.submit(A, DOUBLE, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closeFinishesWhatItHasAndRefusesTheRest() throws Exception {
    Gate gate = occupyTheWorker();
    CompletableFuture<Pooled<Integer>> waiting = pool.submit(A, DOUBLE, List.of(5));
    CompletableFuture<Boolean> closed =
        CompletableFuture.supplyAsync(() -> pool.close(Duration.ofSeconds(30)));
    awaitClosing();
    gate.release();
    assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting.join().results()).containsExactly(10);
  }

  @Test
  void closeGivesUpInTimeAndClosesTheModelAfterItsBatch() throws Exception {
    CountDownLatch unloaded = new CountDownLatch(1);
    PoolListener listener =
        new PoolListener() {
          @Override
          public void unloaded(ModelRef ref, Unloading reason) {
            unloaded.countDown();
          }
        };
    pool.close();
    pool = pool(settings(4, 16, Duration.ZERO, 1), listener);
    Gate gate = models.holdRuns();
    CompletableFuture<Pooled<Integer>> running = pool.submit(A, DOUBLE, List.of(1));
    gate.awaitArrival();
    CompletableFuture<Pooled<Integer>> waiting = pool.submit(A, DOUBLE, List.of(5));
    assertThat(pool.close(Duration.ofMillis(1))).isFalse();
    assertThatThrownBy(running::join).hasCauseInstanceOf(PoolClosedException.class);
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(PoolClosedException.class);
    assertThatThrownBy(() -> pool.load(A).join()).hasCauseInstanceOf(PoolClosedException.class);
    gate.release();
    assertThat(unloaded.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void manyClientsGetTheirOwnResults() {
    pool.close();
    pool = pool(settings(5, 100_000, Duration.ofMillis(1), 3), PoolListener.NONE);
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int client = 0; client < 8; client++) {
      int base = 1000 * (client + 1);
      ModelRef ref = client % 2 == 0 ? A : B;
      clients.add(CompletableFuture.runAsync(() -> askManyTimes(ref, base)));
    }
    clients.forEach(CompletableFuture::join);
    assertThat(models.loads()).isEqualTo(2);
  }

  private void askManyTimes(ModelRef ref, int base) {
    for (int i = 0; i < 100; i++) {
      List<Integer> inputs = new ArrayList<>();
      for (int j = 0; j <= i % 7; j++) {
        inputs.add(base + i + j);
      }
      assertThat(pool.submit(ref, DOUBLE, inputs).join().results())
          .isEqualTo(inputs.stream().map(input -> 2 * input).toList());
    }
  }

  /** Both models loaded and the only worker held in a batch, until the gate is released. */
  private Gate occupyTheWorker() {
    pool.load(A).join();
    pool.load(B).join();
    Gate gate = models.holdRuns();
    CompletableFuture<Pooled<Integer>> occupying = pool.submit(A, DOUBLE, List.of(0));
    gate.awaitArrival();
    assertThat(occupying).isNotDone();
    return gate;
  }

  private void awaitClosing() {
    while (true) {
      CompletableFuture<Pooled<Integer>> probe = pool.submit(A, NEGATE, List.of(1));
      if (probe.isCompletedExceptionally()) {
        assertThatThrownBy(probe::join).hasCauseInstanceOf(PoolClosedException.class);
        return;
      }
      probe.cancel(false);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ModelPool pool(PoolSettings settings, PoolListener listener) {
    return new ModelPool(registry, models, settings, listener);
  }

  private static PoolSettings settings(int maxBatch, int capacity, Duration wait, int workers) {
    return new PoolSettings(
        1000,
        capacity,
        Duration.ofSeconds(10),
        maxBatch,
        wait,
        workers,
        List.of(),
        Duration.ZERO,
        Duration.ZERO);
  }
}
