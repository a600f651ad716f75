package io.spikelet.runtime.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How the C library keeps memory that native code has freed.
 *
 * <p>glibc raises its thresholds with the largest block ever freed: by default up to 64 MB of freed
 * memory then stay at the end of every arena, and there is an arena for nearly every thread. A
 * process that opens and closes graphs on changing threads grows by each of them, although nothing
 * is in use. With fixed thresholds large blocks go back to the system at once. Source: mallopt(3).
 */
public final class NativeMemory {

  /** Freed bytes at an arena's end, and the size of a block that is mapped alone. */
  private static final int THRESHOLD_BYTES = 128 << 10;

  private static final int TRIM_THRESHOLD = -1;
  private static final int MMAP_THRESHOLD = -3;

  private NativeMemory() {}

  /**
   * Makes the C library give freed memory back. For a program that loads and unloads models for as
   * long as it runs, once, at its start; not for training, whose tensors come and go at every step.
   *
   * @return whether this C library can be told; one that cannot (musl, macOS, Windows) is left as
   *     it is
   */
  public static boolean giveBackWhatIsFreed() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
    return mallopt.isPresent()
        && set(linker, mallopt.get(), TRIM_THRESHOLD)
        && set(linker, mallopt.get(), MMAP_THRESHOLD);
  }

  private static boolean set(Linker linker, MemorySegment mallopt, int parameter) {
    MethodHandle set =
        linker.downcallHandle(
            mallopt,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) set.invokeExact(parameter, THRESHOLD_BYTES) == 1;
    } catch (Throwable e) {
      throw new EngineException("the C library's memory could not be configured", e);
    }
  }
}
