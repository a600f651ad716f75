package io.spikelet.runtime.image;

/** What shows through where a picture is transparent. */
public enum Background {
  BLACK(0),
  WHITE(255);

  private final int level;

  Background(int level) {
    this.level = level;
  }

  /** Of every colour. */
  int level() {
    return level;
  }
}
