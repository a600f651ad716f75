package io.spikelet.runtime.pool;

/** What the pool has of a package. */
public sealed interface ModelState {

  /**
   * The state's name in lists: {@code UNLOADED}, {@code LOADING}, {@code READY}, {@code FAILED}.
   */
  String name();

  /** Not in memory; loaded when asked for. */
  record Unloaded() implements ModelState {
    @Override
    public String name() {
      return "UNLOADED";
    }
  }

  /** On its way into memory. */
  record Loading() implements ModelState {
    @Override
    public String name() {
      return "LOADING";
    }
  }

  /**
   * In memory.
   *
   * @param memoryBytes what it occupies, by its own account
   */
  record Ready(long memoryBytes) implements ModelState {
    @Override
    public String name() {
      return "READY";
    }
  }

  /**
   * The last attempt to load it failed; the next request tries again.
   *
   * @param reason of the failure, a sentence
   */
  record Failed(String reason) implements ModelState {
    @Override
    public String name() {
      return "FAILED";
    }
  }
}
