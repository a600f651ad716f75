package io.spikelet.training.dataset;

import java.util.List;

/** Pictures as they lie in the files; {@link #picture} may be called by several threads. */
interface RawImages extends AutoCloseable {

  int size();

  int label(int index);

  /** What to call picture {@code index} in a message. */
  String describe(int index);

  Picture picture(int index);

  /** Names of the classes as the files give them; empty when they give none. */
  List<String> labels();

  @Override
  void close();
}
