package io.spikelet.training.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 in its binary form or as an image folder.
 *
 * <p>A binary file is a row of records of 3073 bytes: the label, then 32x32 levels of red, of
 * green, of blue, each row by row. {@code data_batch_1.bin} to {@code data_batch_5.bin} are for
 * training, {@code test_batch.bin} for testing.
 */
final class Cifar10 {

  private static final String SUBDIRECTORY = "cifar-10-batches-bin";

  private Cifar10() {}

  static RawImages open(Path location, Split split) {
    Path nested = location.resolve(SUBDIRECTORY);
    Path directory = Files.isDirectory(nested) ? nested : location;
    if (!Files.isRegularFile(directory.resolve("test_batch.bin"))) {
      return ImageFolder.open(location, split);
    }
    return CifarRecords.read(files(split).map(directory::resolve).toList());
  }

  private static Stream<String> files(Split split) {
    return switch (split) {
      case TRAIN -> IntStream.rangeClosed(1, 5).mapToObj("data_batch_%d.bin"::formatted);
      case TEST -> Stream.of("test_batch.bin");
    };
  }
}
