package io.spikelet.runtime.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Switches ONNX Runtime's telemetry off: this library reports to nobody, and the telemetry of
 * version 1.29 ends the process with a segmentation fault where the command line is longer than a
 * few kilobytes (as with a long class path) or where there is no shell.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/issues/32173">onnxruntime 32173</a>
 */
final class Telemetry {

  private static final String SWITCH = "ORT_DISABLE_TELEMETRY";

  private Telemetry() {}

  /**
   * Sets the switch in the process's own environment, where the native library looks for it; Java's
   * view of the environment is a copy. Must come before the library is loaded.
   */
  static void disable() {
    Linker linker = Linker.nativeLinker();
    // Windows has no setenv, and its telemetry no such fault.
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    setenv.ifPresent(address -> set(linker, address));
  }

  private static void set(Linker linker, MemorySegment setenv) {
    MethodHandle set =
        linker.downcallHandle(
            setenv,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int overwrite = 1;
      int failed =
          (int) set.invokeExact(arena.allocateFrom(SWITCH), arena.allocateFrom("1"), overwrite);
      if (failed != 0) {
        throw new EngineException("the telemetry of ONNX Runtime could not be switched off");
      }
    } catch (EngineException e) {
      throw e;
    } catch (Throwable e) {
      throw new EngineException("the telemetry of ONNX Runtime could not be switched off", e);
    }
  }
}
