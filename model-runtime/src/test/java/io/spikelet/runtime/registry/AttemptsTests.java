package io.spikelet.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests for {@link Attempts}. */
class AttemptsTests {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Attempts attempts = new Attempts(3, Duration.ofMillis(20));
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void aPassingFailureIsTriedAgainAfterAGrowingPause() {
    long start = System.nanoTime();
    assertThat(attempts.call(LIMIT, () -> failingFor(2, RemoteFailure.Kind.PASSING))).isEqualTo(3);
    // At least half of 20 and of 40 ms.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(29));
  }

  @Test
  void theLastFailureIsTold() {
    assertThatThrownBy(() -> attempts.call(LIMIT, () -> failingFor(9, RemoteFailure.Kind.PASSING)))
        .isInstanceOf(RemoteFailure.class)
        .hasMessage("call 3");
  }

  @Test
  void whatRepeatingDoesNotMendIsNotRepeated() {
    for (RemoteFailure.Kind kind :
        new RemoteFailure.Kind[] {RemoteFailure.Kind.ABSENT, RemoteFailure.Kind.LASTING}) {
      calls.set(0);
      assertThatThrownBy(() -> attempts.call(LIMIT, () -> failingFor(9, kind)))
          .hasMessage("call 1");
    }
  }

  @Test
  void aCallThatHangsIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                new Attempts(1, Duration.ZERO)
                    .call(
                        Duration.ofMillis(50),
                        () -> {
                          never.await();
                          return 0;
                        }))
        .isInstanceOf(RemoteFailure.class)
        .hasMessageContaining("did not answer");
  }

  private int failingFor(int times, RemoteFailure.Kind kind) {
    int call = calls.incrementAndGet();
    if (call <= times) {
      throw new RemoteFailure(kind, "call " + call, null);
    }
    return call;
  }
}
