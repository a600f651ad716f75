package io.spikelet.training.trace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Single numbers of an array in native memory. */
final class Floats {

  private Floats() {}

  static float get(MemorySegment array, long index) {
    return array.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }

  static void set(MemorySegment array, long index, float value) {
    array.setAtIndex(ValueLayout.JAVA_FLOAT, index, value);
  }
}
