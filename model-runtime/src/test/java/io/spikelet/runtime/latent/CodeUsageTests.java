package io.spikelet.runtime.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Tests for {@link CodeUsage}. */
class CodeUsageTests {

  @Test
  void perplexityOfCodesUsedAlikeIsTheirNumber() {
    CodeUsage usage = new CodeUsage(new long[] {5, 0, 5, 5, 5, 0, 0, 0});
    assertThat(usage.share()).isEqualTo(0.5);
    assertThat(usage.perplexity()).isCloseTo(4, within(1e-12));
  }

  @Test
  void usesOfSeveralMapsAreAdded() {
    CodeUsage usage = CodeUsage.none(3).plus(new CodeUsage(new long[] {1, 0, 0}));
    usage = usage.plus(new CodeUsage(new long[] {0, 0, 3}));
    assertThat(usage.counts()).containsExactly(1, 0, 3);
    assertThat(usage.share()).isCloseTo(2 / 3.0, within(1e-12));
    // Shares 1/4 and 3/4: the product of p to the power of -p.
    assertThat(usage.perplexity())
        .isCloseTo(Math.pow(4, 0.25) * Math.pow(4 / 3.0, 0.75), within(1e-12));
  }
}
