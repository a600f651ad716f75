package io.spikelet.training.cli;

import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.dataset.DatasetSource;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.dataset.SoundSet;
import io.spikelet.training.dataset.Split;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spikelet datasets}. */
@Command(
    name = "datasets",
    mixinStandardHelpOptions = true,
    description = "Lists the data sets that can be read, or reads one and says what is in it.")
final class DatasetsCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME:PLACE",
      description = "Data sets to read, for example mnist:DIRECTORY.")
  private List<String> sources = List.of();

  @Override
  public Integer call() {
    if (sources.isEmpty()) {
      for (DatasetName name : DatasetName.values()) {
        System.out.printf(
            "%-16s licence: %s; labels: %s%n", name.text(), name.licence(), name.labels());
      }
    }
    sources.stream().map(DatasetSource::parse).forEach(DatasetsCommand::describe);
    return 0;
  }

  private static void describe(DatasetSource source) {
    for (Split split : Split.values()) {
      switch (source.name().kind()) {
        case IMAGES -> describe(source, split, source.open(split));
        case SOUNDS -> describe(source, split, source.openSounds(split));
      }
    }
  }

  private static void describe(DatasetSource source, Split split, ImageSet images) {
    System.out.printf(
        "%s %s: %,d images of %dx%dx%d, %d classes, %s%n",
        source.name().text(),
        split,
        images.size(),
        images.channels(),
        images.height(),
        images.width(),
        images.labels().size(),
        images.digest());
  }

  private static void describe(DatasetSource source, Split split, SoundSet sounds) {
    System.out.printf(
        "%s %s: %,d sounds of %.0f s in all, %d classes, %d speakers, %s%n",
        source.name().text(),
        split,
        sounds.size(),
        indices(sounds).mapToDouble(i -> sounds.sound(i).seconds()).sum(),
        sounds.labels().size(),
        indices(sounds).mapToObj(sounds::speaker).distinct().count(),
        sounds.digest());
  }

  private static IntStream indices(SoundSet sounds) {
    return IntStream.range(0, sounds.size());
  }
}
