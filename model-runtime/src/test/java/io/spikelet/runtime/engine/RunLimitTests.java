package io.spikelet.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests for {@link RunLimit}. */
class RunLimitTests {

  private static final Map<String, Tensor> INPUT = Map.of("x", Tensor.of(new float[1], 1, 1));
  private static final String TOO_LONG = "it took longer than 1 s to load";

  private final OnnxEngine engine =
      new OnnxEngine(new OnnxEngine.Settings(1, Duration.ofSeconds(1)));

  @Test
  void aRunWithoutEndIsStoppedAndItsThreadIsFree() {
    try (OnnxGraph endless = endless()) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> engine.withinLoadLimit(() -> endless.run(INPUT)))
          .isInstanceOf(EngineException.class)
          .hasMessage(TOO_LONG);
      assertThat(System.nanoTime() - start).isBetween(seconds(1), seconds(10));
    }
    // The compiler may be at work still; a graph would fill a core.
    assertThat(busyNanos()).isLessThan(TimeUnit.MILLISECONDS.toNanos(200));
  }

  @Test
  void runsThatWouldFollowDoNotBegin() {
    try (OnnxGraph endless = endless()) {
      assertThatThrownBy(
              () ->
                  engine.withinLoadLimit(
                      () -> {
                        while (true) {
                          runAnyway(endless);
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("twice: " + TOO_LONG);
    }
  }

  @Test
  void aLimitEndsWithItsWork() throws InterruptedException {
    assertThat(engine.<String>withinLoadLimit(() -> "done")).isEqualTo("done");
    Thread.sleep(1_100);
    assertThat(RunLimit.current()).isNull();
    try (OnnxGraph endless = endless()) {
      assertThatThrownBy(() -> engine.withinLoadLimit(() -> endless.run(INPUT)))
          .hasMessage(TOO_LONG);
      // The graph itself is as good as before.
      assertThatThrownBy(() -> engine.withinLoadLimit(() -> endless.run(INPUT)))
          .hasMessage(TOO_LONG);
    }
  }

  @Test
  void aLimitIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnnxEngine.Settings(1, Duration.ZERO))
        .withMessage("loadLimit must be positive, not PT0S");
  }

  private OnnxGraph endless() {
    return engine.open(EndlessGraphs.loop("x", "y"));
  }

  private int failures;

  private void runAnyway(OnnxGraph graph) {
    try {
      graph.run(INPUT);
    } catch (EngineException e) {
      if (++failures == 2) {
        throw new IllegalStateException("twice: " + e.getMessage());
      }
    }
  }

  /** What all threads together compute in 300 ms while this one sleeps. */
  private static long busyNanos() {
    long before = processNanos();
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return processNanos() - before;
  }

  private static long processNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long seconds(int count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
