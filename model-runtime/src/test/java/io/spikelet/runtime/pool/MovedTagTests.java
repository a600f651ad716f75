package io.spikelet.runtime.pool;

import static io.spikelet.runtime.pool.FakeModels.DOUBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.FakeModels.Gate;
import io.spikelet.runtime.registry.ModelNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests for how a {@link ModelPool} follows tags that are moved. */
class MovedTagTests {

  private static final ModelRef A = ModelRef.parse("a");
  private static final ModelRef OTHER = ModelRef.parse("a:other");
  private final IllegalStateException bad = new IllegalStateException("bad weights");

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeModels models = new FakeModels();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Digest old;
  private ModelPool pool;

  @BeforeEach
  void openPool() {
    old = registry.tag("a", "package a");
    pool = pool(Duration.ZERO, Duration.ZERO);
    assertThat(served()).isEqualTo(old);
  }

  @AfterEach
  void closePool() {
    assertThat(pool.close(Duration.ofSeconds(10))).isTrue();
    assertThat(models.open()).isZero();
    assertThat(pool.memoryBytes()).isZero();
  }

  @Test
  void theOldPackageServesUntilTheNewOneIsInMemory() {
    Digest moved = registry.tag("a", "package a, better");
    Gate gate = models.holdLoad(moved);
    for (int i = 0; i < 5; i++) {
      assertThat(served()).isEqualTo(old);
    }
    gate.awaitArrival();
    assertThat(served()).isEqualTo(old);
    assertThat(events).noneMatch(event -> event.startsWith("swapped"));
    gate.release();
    await(() -> served().equals(moved));
    await(() -> events.contains("swapped a true"));
    await(() -> events.contains("unloaded a REPLACED"));
    assertThat(pool.states()).containsOnlyKeys(moved);
    assertThat(pool.refusedUpdates()).isEmpty();
  }

  @Test
  void jobsInFlightFinishOnTheOldPackage() {
    Gate gate = models.holdRuns();
    CompletableFuture<Pooled<Integer>> inFlight = pool.submit(A, DOUBLE, List.of(1));
    gate.awaitArrival();
    Digest moved = registry.tag("a", "package a, better");
    assertThat(pool.refresh(A).join().digest()).isEqualTo(moved);
    assertThat(models.open()).isEqualTo(2);
    gate.release();
    assertThat(inFlight.join().model().digest()).isEqualTo(old);
    assertThat(served()).isEqualTo(moved);
    await(() -> models.open() == 1);
  }

  @Test
  void aBadPackageLeavesTheOldOneServing() {
    Digest worse = registry.tag("a", "package a, worse");
    models.failLoad(worse, bad);
    assertThat(served()).isEqualTo(old);
    await(() -> !pool.refusedUpdates().isEmpty());
    assertThat(pool.refusedUpdates())
        .containsExactly(new RefusedUpdate(A, old, worse, "bad weights"));
    await(() -> events.contains("swapped a false"));
    await(() -> events.contains("refused a"));
    int loads = models.loads();
    for (int i = 0; i < 5; i++) {
      assertThat(served()).isEqualTo(old);
    }
    assertThat(models.loads()).as("not tried at every request").isEqualTo(loads);
    assertThat(pool.state(worse)).isEqualTo(new ModelState.Failed("bad weights"));
  }

  @Test
  void refreshingTriesARefusedPackageAgainAndTellsWhatCameOfIt() {
    Digest moved = registry.tag("a", "package a, mended later");
    models.failLoad(moved, bad);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> pool.refresh(A).join()).hasRootCause(bad);
      assertThat(served()).isEqualTo(old);
    }
    models.repair(moved);
    assertThat(pool.refresh(A).join().ref()).hasToString("a:latest@" + moved);
    assertThat(served()).isEqualTo(moved);
    assertThat(pool.refusedUpdates()).isEmpty();
    assertThat(pool.states()).containsOnlyKeys(moved);
  }

  @Test
  void aTagThatIsMovedBackForgetsTheBadPackage() {
    Digest worse = registry.tag("a", "package a, worse");
    models.failLoad(worse, bad);
    assertThatThrownBy(() -> pool.refresh(A).join()).hasRootCause(bad);
    registry.tag("a", "package a");
    assertThat(served()).isEqualTo(old);
    assertThat(pool.refusedUpdates()).isEmpty();
    assertThat(pool.states()).containsOnlyKeys(old);
  }

  @Test
  void aTagThatIsMovedOnDuringALoadIsFollowedToItsLastPackage() {
    Digest second = registry.tag("a", "package a, second");
    Gate gate = models.holdLoad(second);
    CompletableFuture<ModelPackage> first = pool.refresh(A);
    gate.awaitArrival();
    Digest third = registry.tag("a", "package a, third");
    assertThat(pool.refresh(A).join().digest()).isEqualTo(third);
    gate.release();
    assertThat(first.join().digest()).isEqualTo(third);
    await(() -> pool.states().keySet().equals(Set.of(third)));
    assertThat(events.stream().filter("swapped a true"::equals)).hasSize(1);
  }

  @Test
  void aPackageThatAnotherTagStillMeansStays() {
    registry.tag("a:other", "package a");
    pool.load(OTHER).join();
    registry.tag("a", "package a, better");
    pool.refresh(A).join();
    assertThat(pool.state(old).name()).isEqualTo("READY");
    assertThat(pool.resolve(OTHER)).isEqualTo(old);
  }

  @Test
  void aTagMovedToAPackageInMemoryIsServedWithItAtOnce() {
    Digest better = registry.tag("a:other", "package a, better");
    pool.load(OTHER).join();
    registry.tag("a", "package a, better");
    assertThat(pool.refresh(A).join().digest()).isEqualTo(better);
    assertThat(models.loads()).isEqualTo(2);
  }

  @Test
  void whatWasServedBeforeStaysForThoseWhoWereToldOfIt() {
    pool.close();
    pool = pool(Duration.ZERO, Duration.ofSeconds(60));
    ModelRef told = A.withDigest(served());
    Digest moved = registry.tag("a", "package a, better");
    pool.refresh(A).join();
    assertThat(served()).isEqualTo(moved);
    int loads = models.loads();
    assertThat(pool.submit(told, DOUBLE, List.of(1)).join().model().digest()).isEqualTo(old);
    assertThat(models.loads()).isEqualTo(loads);
  }

  @Test
  void aReplacedPackageLeavesMemoryAfterAWhile() {
    pool.close();
    pool = pool(Duration.ZERO, Duration.ofMillis(50));
    served();
    Digest moved = registry.tag("a", "package a, better");
    pool.refresh(A).join();
    await(() -> models.open() == 1);
    assertThat(pool.states()).containsOnlyKeys(moved);
  }

  @Test
  void aMovedTagIsFollowedWithoutAnyRequest() {
    pool.close();
    pool = pool(Duration.ofMillis(20), Duration.ZERO);
    pool.load(A).join();
    Digest moved = registry.tag("a", "package a, better");
    await(() -> pool.states().containsKey(moved) && pool.states().size() == 1);
    assertThat(pool.state(moved).name()).isEqualTo("READY");
  }

  @Test
  void whatIsServedGoesOnWhileTheRegistryIsAway() {
    registry.away(true);
    assertThat(served()).isEqualTo(old);
    assertThatThrownBy(() -> pool.resolve(OTHER)).hasMessageContaining("unavailable");
    assertThatThrownBy(() -> pool.refresh(A).join()).hasMessageContaining("unavailable");
    registry.away(false);
    Digest moved = registry.tag("a", "package a, better");
    assertThat(pool.refresh(A).join().digest()).isEqualTo(moved);
  }

  @Test
  void aTagThatWasRemovedIsNoLongerServed() {
    registry.untag("a");
    assertThatThrownBy(() -> pool.resolve(A)).isInstanceOf(ModelNotFoundException.class);
  }

  /** A directory forgets a package with its last tag: then there is nothing to go on with. */
  @Test
  void withoutTheOldPackageInMemoryAMovedTagMeansTheNewOne() {
    assertThat(pool.unload(A)).isTrue();
    Digest moved = registry.tag("a", "package a, better");
    assertThat(served()).isEqualTo(moved);
    await(() -> events.contains("swapped a true"));
  }

  @Test
  void noJobOfManyClientsFailsWhileATagIsMovedAgainAndAgain() {
    List<CompletableFuture<?>> clients = new ArrayList<>();
    for (int client = 0; client < 8; client++) {
      clients.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 200; i++) {
                  served();
                }
              }));
    }
    for (int version = 0; version < 100; version++) {
      Digest moved = registry.tag("a", "package a, version " + version);
      assertThat(pool.refresh(A).join().digest()).isEqualTo(moved);
    }
    clients.forEach(CompletableFuture::join);
    await(() -> models.open() == 1);
  }

  @Test
  void aPackageThatIsServedInPlaceOfABadOneIsNotEvicted() {
    Digest worse = registry.tag("a", "package a, worse");
    models.failLoad(worse, bad);
    assertThatThrownBy(() -> pool.refresh(A).join()).hasRootCause(bad);
    for (int i = 0; i < 5; i++) {
      models.size(registry.tag("large" + i, "package large " + i), 900);
      pool.load(ModelRef.parse("large" + i)).join();
    }
    assertThat(served()).isEqualTo(old);
    assertThat(pool.loadedModels()).isEqualTo(2);
  }

  @Test
  void whatIsUnloadedInPlaceOfABadPackageSaysWhatIsBad() {
    Digest worse = registry.tag("a", "package a, worse");
    models.failLoad(worse, bad);
    assertThatThrownBy(() -> pool.refresh(A).join()).hasRootCause(bad);
    assertThat(pool.unload(A)).isTrue();
    assertThatThrownBy(() -> pool.submit(A, DOUBLE, List.of(1)).join()).hasRootCause(bad);
  }

  @Test
  void aTagThatCannotBeWatchedKeepsNoOtherFromBeingWatched() {
    pool.close();
    pool = pool(Duration.ofMillis(20), Duration.ZERO);
    Digest other = registry.tag("b", "package b");
    pool.load(A).join();
    pool.load(ModelRef.parse("b")).join();
    registry.untag("a");
    Digest moved = registry.tag("b", "package b, better");
    await(() -> pool.state(moved).name().equals("READY"));
    await(() -> !pool.states().containsKey(other));
  }

  @Test
  void aRefreshAfterTheEndIsAnswered() {
    Digest moved = registry.tag("a", "package a, better");
    Gate gate = models.holdLoad(moved);
    CompletableFuture<ModelPackage> waiting = pool.refresh(A);
    gate.awaitArrival();
    assertThat(pool.close(Duration.ofMillis(200))).isTrue();
    assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(PoolClosedException.class);
    assertThatThrownBy(() -> pool.refresh(A).join())
        .hasRootCauseInstanceOf(PoolClosedException.class);
    gate.release();
    await(() -> models.open() == 0);
  }

  private Digest served() {
    Pooled<Integer> pooled = pool.submit(A, DOUBLE, List.of(21)).join();
    assertThat(pooled.results()).containsExactly(42);
    return pooled.model().digest();
  }

  /** What happens on other threads happens soon. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    CountDownLatch tick = new CountDownLatch(1);
    try {
      while (!condition.getAsBoolean()) {
        assertThat(System.nanoTime()).isLessThan(end);
        assertThat(tick.await(1, TimeUnit.MILLISECONDS)).isFalse();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ModelPool pool(Duration watch, Duration linger) {
    PoolSettings settings =
        new PoolSettings(
            1000, 256, Duration.ofSeconds(10), 4, Duration.ZERO, 2, List.of(), watch, linger);
    return new ModelPool(registry, models, settings, recorder());
  }

  private PoolListener recorder() {
    return new PoolListener() {
      @Override
      public void unloaded(ModelRef ref, Unloading reason) {
        events.add("unloaded " + ref.name() + " " + reason);
      }

      @Override
      public void swapped(ModelRef ref, boolean success) {
        events.add("swapped " + ref.name() + " " + success);
      }

      @Override
      public void refused(RefusedUpdate update) {
        events.add("refused " + update.tag().name());
      }
    };
  }
}
