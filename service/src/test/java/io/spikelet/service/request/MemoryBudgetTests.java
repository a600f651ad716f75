package io.spikelet.service.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests for {@link MemoryBudget}. */
@Timeout(60)
class MemoryBudgetTests {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  @Test
  void whatWasTakenComesBack() {
    MemoryBudget budget = new MemoryBudget(10 << 10);
    try (MemoryBudget.Share share = budget.share()) {
      assertThat(share.grow(8 << 10, 0)).isTrue();
      assertThat(share.grow(3 << 10, 0)).isFalse();
      assertThat(share.grow(2 << 10, 0)).isTrue();
      assertThat(budget.isUnused()).isFalse();
    }
    assertThat(budget.isUnused()).isTrue();
  }

  @Test
  void moreThanThereIsIsNotWaitedFor() {
    try (MemoryBudget.Share share = new MemoryBudget(10 << 10).share()) {
      assertThat(share.grow(11 << 10, PATIENCE)).isFalse();
    }
  }

  /** Without anything set aside all of them would have some and wait for the rest. */
  @Test
  void thoseThatGrowBitByBitAllComeToTheirEnd() throws Exception {
    MemoryBudget budget = new MemoryBudget(20 << 10, 10 << 10);
    List<Future<Boolean>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 12; i++) {
        all.add(threads.submit(() -> growsTo10(budget)));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(budget.isUnused()).isTrue();
  }

  private static boolean growsTo10(MemoryBudget budget) {
    try (MemoryBudget.Share share = budget.share()) {
      for (int i = 0; i < 10; i++) {
        if (!share.grow(1 << 10, PATIENCE)) {
          return false;
        }
      }
      return true;
    }
  }

  @Test
  void whatIsSetAsideIsForOne() {
    MemoryBudget budget = new MemoryBudget(4 << 10, 2 << 10);
    try (MemoryBudget.Share first = budget.share();
        MemoryBudget.Share second = budget.share()) {
      assertThat(first.grow(2 << 10, 0)).isTrue();
      assertThat(first.grow(1 << 10, PATIENCE)).as("it has all that is set aside now").isTrue();
      assertThat(second.grow(1 << 10, TimeUnit.MILLISECONDS.toNanos(200))).isFalse();
      assertThat(first.grow(1 << 10, 0)).isTrue();
      assertThat(first.grow(1 << 10, 0)).as("more than one may need").isFalse();
    }
    assertThat(budget.isUnused()).isTrue();
  }
}
