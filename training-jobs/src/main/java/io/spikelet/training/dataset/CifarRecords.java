package io.spikelet.training.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of CIFAR-10's binary files, one after another. */
final class CifarRecords implements RawImages {

  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int RECORD = 1 + CHANNELS * SIDE * SIDE;
  private static final int CLASSES = 10;

  private record Place(Path file, byte[] content, int number) {}

  private final List<Place> places;

  private CifarRecords(List<Place> places) {
    this.places = places;
  }

  static CifarRecords read(List<Path> files) {
    List<Place> places = new ArrayList<>();
    for (Path file : files) {
      byte[] content = content(file);
      for (int i = 0; i < content.length / RECORD; i++) {
        checkLabel(file, content[i * RECORD], i);
        places.add(new Place(file, content, i));
      }
    }
    return new CifarRecords(places);
  }

  private static byte[] content(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      if (content.length == 0 || content.length % RECORD != 0) {
        throw new DatasetException(
            file, "whole records of " + RECORD + " bytes", content.length + " bytes");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new DatasetException(file, "a file of CIFAR-10 records", "nothing");
    } catch (IOException e) {
      throw new DatasetException(file, "a readable file", e.toString());
    }
  }

  private static void checkLabel(Path file, byte label, int record) {
    if (Byte.toUnsignedInt(label) >= CLASSES) {
      throw new DatasetException(
          file,
          "labels from 0 to " + (CLASSES - 1),
          "%d in record %d".formatted(Byte.toUnsignedInt(label), record));
    }
  }

  @Override
  public int size() {
    return places.size();
  }

  @Override
  public int label(int index) {
    Place place = places.get(index);
    return place.content()[place.number() * RECORD];
  }

  @Override
  public String describe(int index) {
    return "record %d of %s".formatted(places.get(index).number(), places.get(index).file());
  }

  @Override
  public Picture picture(int index) {
    Place place = places.get(index);
    int start = place.number() * RECORD + 1;
    byte[] pixels = Arrays.copyOfRange(place.content(), start, start + RECORD - 1);
    return new Picture(CHANNELS, SIDE, SIDE, pixels);
  }

  @Override
  public List<String> labels() {
    return List.of();
  }

  @Override
  public void close() {
    // Each file was closed when it had been read.
  }
}
