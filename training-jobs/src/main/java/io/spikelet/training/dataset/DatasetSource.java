package io.spikelet.training.dataset;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set and where its files are, written {@code mnist:DIRECTORY}.
 *
 * <p>The place is a directory, or for pictures and sounds in single files also a zip of one. IDX
 * files may be compressed with gzip or not.
 *
 * @param name which data set
 * @param location directory or zip file
 */
public record DatasetSource(DatasetName name, Path location) {

  /**
   * Reads {@code name:path}.
   *
   * @throws InvalidDatasetSourceException if the name is unknown or the path is missing
   */
  public static DatasetSource parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new InvalidDatasetSourceException(text, "name and path are joined by a colon");
    }
    DatasetName name =
        DatasetName.of(text.substring(0, colon))
            .orElseThrow(
                () ->
                    new InvalidDatasetSourceException(
                        text, "the name is one of " + DatasetName.known()));
    return new DatasetSource(name, path(text, text.substring(colon + 1)));
  }

  /** A source with DIRECTORY for its path, which is nobody else's; any other text as it is. */
  public static String withoutPlace(String text) {
    int colon = text.indexOf(':');
    boolean source =
        colon > 0
            && colon < text.length() - 1
            && DatasetName.of(text.substring(0, colon)).isPresent();
    return source ? text.substring(0, colon) + ":DIRECTORY" : text;
  }

  private static Path path(String text, String path) {
    if (path.isBlank()) {
      throw new InvalidDatasetSourceException(text, "a path follows the colon");
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new InvalidDatasetSourceException(text, "the path cannot be used on this machine");
    }
  }

  /**
   * Reads one part into memory in the size in which it is stored (faces: 64x64, since those of the
   * original size would not fit).
   *
   * @throws DatasetException if a file is missing or damaged, single pictures differ in size, or
   *     the set holds sounds
   */
  public ImageSet open(Split split) {
    return open(split, Preprocessing.asStored(name));
  }

  /**
   * Reads one part into memory, each picture brought to the model's size once.
   *
   * @throws DatasetException if a file is missing or damaged, or the set holds sounds
   */
  public ImageSet open(Split split, Preprocessing preprocessing) {
    try (RawImages raw = raw(split)) {
      return PreparedImages.of(raw, preprocessing, labels(raw));
    }
  }

  /**
   * Reads the sounds of one part into memory.
   *
   * @throws DatasetException if a file is missing or damaged, or the set holds pictures
   */
  public SoundSet openSounds(Split split) {
    return openSounds(split, SoundSelection.everyone());
  }

  /**
   * Reads the selected sounds of one part into memory.
   *
   * @throws DatasetException if a file is missing or damaged, the set holds pictures, or the
   *     selection names a speaker who is not there
   */
  public SoundSet openSounds(Split split, SoundSelection selection) {
    return switch (name) {
      case FSDD -> RecordedSounds.read(location, SpokenDigits.FSDD, split, selection);
      case TI46 -> RecordedSounds.read(location, SpokenDigits.TI46, split, selection);
      case MNIST, FASHION_MNIST, KMNIST, EMNIST_LETTERS, CIFAR10, CELEBA, IMAGES ->
          throw new DatasetException(
              toString(), "a data set of sounds", name.text() + ", which holds pictures");
    };
  }

  private List<String> labels(RawImages raw) {
    return name.labels().isEmpty() ? raw.labels() : name.labels();
  }

  private RawImages raw(Split split) {
    return switch (name) {
      case MNIST, FASHION_MNIST, KMNIST -> IdxImages.open(location, IdxLayout.MNIST, split);
      case EMNIST_LETTERS -> IdxImages.open(location, IdxLayout.EMNIST_LETTERS, split);
      case CIFAR10 -> Cifar10.open(location, split);
      case CELEBA -> CelebA.open(location, split);
      case IMAGES -> ImageFolder.open(location, split);
      case FSDD, TI46 ->
          throw new DatasetException(
              toString(), "a data set of pictures", name.text() + ", which holds sounds");
    };
  }

  @Override
  public String toString() {
    return name.text() + ":" + location;
  }
}
