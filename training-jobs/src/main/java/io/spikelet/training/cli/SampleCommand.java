package io.spikelet.training.cli;

import io.spikelet.runtime.generator.GenerateTask;
import io.spikelet.runtime.generator.GeneratedImage;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.PngCodec;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.training.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spikelet sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = "Draws images from a published package into a PNG file, as the service does.")
final class SampleCommand implements Callable<Integer> {

  private static final int MOST = 1024;

  @Parameters(paramLabel = "MODEL", description = "Model, for example esvae:mnist.")
  private String model = "";

  @Option(names = "--seed", defaultValue = "0", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--n", defaultValue = "64", description = "Images (default: ${DEFAULT-VALUE}).")
  private int count = 64;

  @Option(names = "--out", required = true, description = "PNG file to write.")
  private Path out = Path.of("samples.png");

  @Mixin private RegistryOption registry = new RegistryOption();
  @Mixin private DrawingOption drawing = new DrawingOption();

  @Override
  public Integer call() {
    if (count < 1 || count > MOST) {
      throw new RunException("--n must be 1 to %d, not %d".formatted(MOST, count));
    }
    try (ImageModel loaded = registry.load(model)) {
      List<GenerateTask> tasks =
          LongStream.range(0, count)
              .mapToObj(k -> new GenerateTask(new ImageSeed(seed, k), drawing.parameters()))
              .toList();
      Files.write(
          out,
          PngCodec.encode(
              ContactSheet.of(
                  loaded.generate(tasks).stream().map(GeneratedImage::image).toList())));
      System.out.printf("%d images of %s in %s%n", count, loaded.modelPackage().ref(), out);
      return 0;
    } catch (IOException e) {
      throw new RunException("--out %s cannot be written".formatted(out), e);
    }
  }
}
