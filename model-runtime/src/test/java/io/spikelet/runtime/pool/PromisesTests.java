package io.spikelet.runtime.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests for {@link Promises}: clients that come and go by a clock that is only counted. */
class PromisesTests {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double COST = 0.5 * SECOND;
  private static final double MOST = 20 * SECOND;
  private static final double WORKERS = 2;

  /** Somebody who comes at a moment; whether he was refused before and waited as he was told. */
  private record Visit(long at, boolean asTold) {}

  @Test
  void ofHundredsOfClientsThatWaitAsTheyAreToldNineInTenAreServed() {
    PriorityQueue<Visit> visits = new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
    for (int i = 0; i < 400; i++) {
      visits.add(new Visit(i * SECOND / 1000, false));
    }
    Queue queue = new Queue();
    Random random = new Random(1);
    int told = 0;
    int served = 0;
    while (visits.peek().at() < 600 * SECOND) {
      Visit visit = visits.poll();
      Answer answer = queue.ask(visit.at());
      told += visit.asTold() ? 1 : 0;
      served += visit.asTold() && answer.taken() ? 1 : 0;
      // Whoever was served asks for the next one soon; a network delays everybody a little.
      long delay = answer.taken() ? random.nextLong(SECOND / 10) : random.nextLong(SECOND / 100);
      visits.add(new Visit(answer.at() + delay, !answer.taken()));
    }
    assertThat(told).isGreaterThan(400);
    assertThat(served).isGreaterThanOrEqualTo(told * 9 / 10);
    assertThat(queue.worked).isGreaterThan(0.95 * 600 * SECOND * WORKERS);
  }

  @Test
  void noRoomIsWastedForThoseWhoDoNotComeAgain() {
    Queue queue = new Queue();
    for (long at = 0; at < 120 * SECOND; at += SECOND / 10) {
      Answer unused = queue.ask(at);
      assertThat(unused.at()).isGreaterThan(at);
    }
    assertThat(queue.worked).isGreaterThan(0.95 * 120 * SECOND * WORKERS);
  }

  @Test
  void eachIsToldALaterMoment() {
    Promises promises = new Promises();
    long first = promises.promise(0, MOST, COST, MOST, WORKERS);
    long hundredth = 0;
    for (int i = 0; i < 99; i++) {
      hundredth = promises.promise(0, MOST, COST, MOST, WORKERS);
    }
    assertThat(first).isEqualTo(1);
    assertThat(hundredth).isEqualTo(26);
  }

  /** When it is done, or when to come again. */
  private record Answer(boolean taken, long at) {}

  /** A queue that is worked off at a fixed rate. */
  private static final class Queue {
    private final Promises promises = new Promises();
    private double waiting;
    private double worked;
    private long now;

    Answer ask(long at) {
      double done = Math.min(waiting, (at - now) * WORKERS);
      worked += done;
      waiting -= done;
      now = at;
      if (promises.admits(at, waiting, COST, MOST)) {
        waiting += COST;
        return new Answer(true, at + (long) (waiting / WORKERS));
      }
      return new Answer(false, at + SECOND * promises.promise(at, waiting, COST, MOST, WORKERS));
    }
  }
}
