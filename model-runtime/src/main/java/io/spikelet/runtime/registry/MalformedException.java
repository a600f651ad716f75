package io.spikelet.runtime.registry;

/**
 * A JSON file of the layout that does not say what it must. Callers know whose it is and turn it
 * into a damaged package or an unavailable registry.
 */
final class MalformedException extends RuntimeException {

  private final String what;
  private final String expected;
  private final String found;

  MalformedException(String what, String expected, String found) {
    super("%s should be %s, but is %s".formatted(what, expected, found));
    this.what = what;
    this.expected = expected;
    this.found = found;
  }

  String what() {
    return what;
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }
}
