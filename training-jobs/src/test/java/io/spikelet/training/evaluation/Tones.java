package io.spikelet.training.evaluation;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.audio.SoundFiles;
import io.spikelet.training.dataset.SoundSet;
import java.util.List;
import java.util.stream.IntStream;

/** Tones of growing frequency, their labels the ten digits in turn. */
record Tones(int size) implements SoundSet {

  @Override
  public int label(int index) {
    return index % 10;
  }

  @Override
  public String speaker(int index) {
    return "nobody";
  }

  @Override
  public Sound sound(int index) {
    return Sound.of(SoundFiles.tone(200 + 100.0 * index, 8_000, 800), 8_000);
  }

  @Override
  public String name(int index) {
    return "tone " + index;
  }

  @Override
  public List<String> labels() {
    return IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  }

  @Override
  public String digest() {
    return "sha256:none";
  }
}
