package io.spikelet.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Models that do as a test says: wait at a gate, fail, count. */
final class FakeModels implements Loader {

  /** Doubles each number; {@code 13} fails the batch it is in. */
  static final Operation<Integer, Integer> DOUBLE =
      new Operation<>("double", (model, inputs) -> ((Fake) model).twice(inputs));

  /** Negates each number. */
  static final Operation<Integer, Integer> NEGATE =
      new Operation<>("negate", (model, inputs) -> inputs.stream().map(i -> -i).toList());

  /** Forgets a result. */
  static final Operation<Integer, Integer> SHORT =
      new Operation<>("short", (model, inputs) -> List.of());

  private final Map<Digest, Gate> loadGates = new ConcurrentHashMap<>();
  private final Map<Digest, RuntimeException> loadFailures = new ConcurrentHashMap<>();
  private final Map<Digest, Long> sizes = new ConcurrentHashMap<>();
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  private volatile Gate runGate = Gate.open();

  /** Holds up whoever comes until it is opened. */
  static final class Gate {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    static Gate open() {
      Gate gate = new Gate();
      gate.release();
      return gate;
    }

    void pass() {
      arrived.countDown();
      await(opened);
    }

    void awaitArrival() {
      await(arrived);
    }

    void release() {
      opened.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public long memoryBytes(ModelPackage modelPackage) {
    return sizes.getOrDefault(modelPackage.digest(), 10L);
  }

  @Override
  public ImageModel load(ModelPackage modelPackage) {
    loads.incrementAndGet();
    Digest digest = modelPackage.digest();
    loadGates.getOrDefault(digest, Gate.open()).pass();
    RuntimeException failure = loadFailures.get(digest);
    if (failure != null) {
      throw failure;
    }
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
    return new Fake(modelPackage, sizes.getOrDefault(digest, 10L));
  }

  Gate holdLoad(Digest digest) {
    Gate gate = new Gate();
    loadGates.put(digest, gate);
    return gate;
  }

  void failLoad(Digest digest, RuntimeException failure) {
    loadFailures.put(digest, failure);
  }

  void repair(Digest digest) {
    loadFailures.remove(digest);
  }

  void size(Digest digest, long bytes) {
    sizes.put(digest, bytes);
  }

  /** Holds up every batch from now on. */
  Gate holdRuns() {
    runGate = new Gate();
    return runGate;
  }

  int loads() {
    return loads.get();
  }

  /** Models that were loaded and not closed. */
  int open() {
    return open.get();
  }

  /** The most that were open at the same time. */
  int most() {
    return most.get();
  }

  /** The inputs of every call of {@link #DOUBLE}. */
  List<List<Integer>> batches() {
    return batches;
  }

  private final class Fake implements ImageModel {

    private final ModelPackage modelPackage;
    private final long memoryBytes;
    private boolean closed;

    Fake(ModelPackage modelPackage, long memoryBytes) {
      this.modelPackage = modelPackage;
      this.memoryBytes = memoryBytes;
    }

    @Override
    public ModelPackage modelPackage() {
      return modelPackage;
    }

    @Override
    public long memoryBytes() {
      return memoryBytes;
    }

    List<Integer> twice(List<Integer> inputs) {
      batches.add(List.copyOf(inputs));
      runGate.pass();
      assertThat(closed).as("closed while in use").isFalse();
      if (inputs.contains(13)) {
        throw new IllegalStateException("unlucky");
      }
      List<Integer> results = new ArrayList<>();
      inputs.forEach(input -> results.add(2 * input));
      return results;
    }

    @Override
    public void close() {
      assertThat(closed).as("closed twice").isFalse();
      closed = true;
      open.decrementAndGet();
    }
  }
}
