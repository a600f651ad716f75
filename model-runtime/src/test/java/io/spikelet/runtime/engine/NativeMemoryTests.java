package io.spikelet.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests for {@link NativeMemory}. */
class NativeMemoryTests {

  /** The path that every program linked against glibc on x86-64 names as its loader. */
  static boolean glibc() {
    return Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"));
  }

  @Test
  @EnabledIf("glibc")
  void glibcCanBeTold() {
    assertThat(NativeMemory.giveBackWhatIsFreed()).isTrue();
  }

  @Test
  void tellingTwiceIsTheSame() {
    assertThat(NativeMemory.giveBackWhatIsFreed()).isEqualTo(NativeMemory.giveBackWhatIsFreed());
  }
}
