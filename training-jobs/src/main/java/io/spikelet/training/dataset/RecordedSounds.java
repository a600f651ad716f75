package io.spikelet.training.dataset;

import io.spikelet.runtime.audio.Sound;
import io.spikelet.runtime.audio.SoundDecoder;
import io.spikelet.runtime.audio.SoundFormatException;
import io.spikelet.runtime.audio.SoundLimits;
import io.spikelet.training.dataset.SpokenDigits.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sounds that were read from files, in the order of the files' names. */
record RecordedSounds(List<Item> items, List<String> labels, String digest) implements SoundSet {

  private static final List<String> DIGITS = DatasetName.FSDD.labels();

  /** A sound and what its file's name says of it. */
  record Item(Sound sound, int label, String speaker, String name) {}

  static SoundSet read(Path location, SpokenDigits corpus, Split split, SoundSelection selection) {
    try (FileTree tree = FileTree.open(location)) {
      List<Recording> all = recordings(tree, corpus);
      requireSpeaker(tree, all, selection);
      List<Recording> chosen =
          all.stream()
              .filter(one -> one.split() == split && selection.takes(one.speaker(), split))
              .toList();
      if (chosen.isEmpty()) {
        throw new DatasetException(
            location, "recordings of the part " + split.folder(), "none of " + all.size());
      }
      return of(chosen.parallelStream().map(one -> item(tree, one)).toList());
    }
  }

  private static List<Recording> recordings(FileTree tree, SpokenDigits corpus) {
    List<Recording> all =
        tree.sounds().stream()
            .map(file -> corpus.recording(file, tree.root().relativize(file)))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(one -> FileTree.name(one.file())))
            .toList();
    if (all.isEmpty()) {
      throw new DatasetException(tree.location(), corpus.expected(), "no such file");
    }
    return all;
  }

  private static void requireSpeaker(FileTree tree, List<Recording> all, SoundSelection selection) {
    TreeSet<String> speakers =
        all.stream().map(Recording::speaker).collect(Collectors.toCollection(TreeSet::new));
    selection
        .leftOutSpeaker()
        .filter(speaker -> !speakers.contains(speaker))
        .ifPresent(
            speaker -> {
              throw new DatasetException(
                  tree.location(),
                  "one of the speakers " + String.join(", ", speakers),
                  "'" + speaker + "' to be left out");
            });
  }

  private static Item item(FileTree tree, Recording recording) {
    String name = tree.describe(recording.file());
    try {
      byte[] content = Files.readAllBytes(recording.file());
      Sound sound = SoundDecoder.decode(content, SoundLimits.DEFAULT);
      return new Item(sound, recording.digit(), recording.speaker(), name);
    } catch (SoundFormatException e) {
      throw new DatasetException(name, "a complete sound", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new DatasetException(name, "a readable file", e.toString());
    }
  }

  private static RecordedSounds of(List<Item> items) {
    byte[][] digests = items.parallelStream().map(RecordedSounds::digest).toArray(byte[][]::new);
    return new RecordedSounds(items, DIGITS, OrderedDigest.of(digests));
  }

  private static byte[] digest(Item item) {
    float[] samples = item.sound().samples();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + Float.BYTES * samples.length);
    bytes.putInt(item.sound().sampleRate()).putInt(item.label()).asFloatBuffer().put(samples);
    MessageDigest sha = OrderedDigest.sha256();
    return sha.digest(bytes.array());
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public int label(int index) {
    return items.get(index).label();
  }

  @Override
  public String speaker(int index) {
    return items.get(index).speaker();
  }

  @Override
  public Sound sound(int index) {
    return items.get(index).sound();
  }

  @Override
  public String name(int index) {
    return items.get(index).name();
  }

  @Override
  public String toString() {
    return size() + " sounds";
  }
}
