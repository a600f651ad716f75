package io.spikelet.service.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Tests for {@link ModelMemory}. */
class ModelMemoryTests {
  @ParameterizedTest
  @CsvSource({
    "768MB, 230MB, 282MB",
    "1536MB, 460MB, 820MB",
    "24GB, 256MB, 1024MB",
    "24GB, 6GB, 1024MB",
    "512MB, 256MB, 64MB"
  })
  void modelsGetWhatHeapAndProcessLeave(DataSize all, DataSize heap, DataSize models) {
    assertThat(ModelMemory.left(all.toBytes(), heap.toBytes())).isEqualTo(models.toBytes());
  }

  @Test
  void aSettingIsTaken() {
    assertThat(ModelMemory.bytes(DataSize.ofMegabytes(100))).isEqualTo(100L << 20);
  }
}
