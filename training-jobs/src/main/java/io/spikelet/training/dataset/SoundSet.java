package io.spikelet.training.dataset;

import io.spikelet.runtime.audio.Sound;
import java.util.List;

/** Labelled sounds in memory, in a fixed order. Safe for use by several threads. */
public interface SoundSet {

  /** How many sounds there are. */
  int size();

  /** The class of sound {@code index}, from 0. */
  int label(int index);

  /** Who speaks in sound {@code index}, as the files call them. */
  String speaker(int index);

  /** Sound {@code index}. */
  Sound sound(int index);

  /** The file of sound {@code index}, for messages. */
  String name(int index);

  /** The names of the classes in the order of the labels. */
  List<String> labels();

  /**
   * {@code sha256:<hex>} over the samples, sample rates and labels in order: the same sounds in
   * another container (folder or zip, other headers) have the same digest.
   */
  String digest();
}
