package io.spikelet.training.run;

import io.spikelet.runtime.storage.DurableFile;
import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A resumable training state in one libtorch archive: all tensors of the network, the optimiser's
 * moments, and the {@link Progress}.
 */
final class Checkpoint {

  private static final String PROGRESS = "progress";
  private static final String LOSS_SUMS = "loss-sums";

  /** The only sum that older checkpoints have; it stands among the numbers of the progress. */
  private static final String LOSS = "loss";

  private static final String OPTIMISER = "optimiser";

  private Checkpoint() {}

  /** Writes aside, then moves: a checkpoint is whole or absent, after a power cut too. */
  static void write(Path file, State state, @Nullable Optimizer optimiser, Progress progress) {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    try (PointerScope _ = new PointerScope()) {
      OutputArchive archive = new OutputArchive();
      state.parameters().forEach(p -> archive.write(key(p.name()), p.value().detach()));
      state.buffers().forEach(b -> archive.write(key(b.name()), b.value(), true));
      if (optimiser != null) {
        OutputArchive moments = new OutputArchive();
        optimiser.save(moments);
        archive.write(OPTIMISER, moments);
      }
      archive.write(PROGRESS, Tensor.create(numbers(progress)));
      OutputArchive sums = new OutputArchive();
      progress.lossSums().forEach((name, sum) -> sums.write(key(name), Tensor.create(sum)));
      archive.write(LOSS_SUMS, sums);
      archive.save_to(aside.toString());
      DurableFile.moveInto(file, aside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the state back into the same network, and the moments unless the optimiser is null. */
  static Progress read(Path file, State state, @Nullable Optimizer optimiser) {
    try (PointerScope _ = new PointerScope()) {
      InputArchive archive = new InputArchive();
      archive.load_from(file.toString());
      for (Parameter parameter : state.parameters()) {
        restore(archive, parameter.name(), parameter.value());
      }
      state.buffers().forEach(buffer -> restore(archive, buffer.name(), buffer.value()));
      if (optimiser != null) {
        InputArchive moments = new InputArchive();
        archive.read(OPTIMISER, moments);
        optimiser.load(moments);
      }
      Tensor numbers = new Tensor();
      archive.read(PROGRESS, numbers);
      return progress(numbers.data_ptr_double(), archive);
    } catch (RuntimeException e) {
      throw new RunException("the checkpoint %s cannot be read".formatted(file), e);
    }
  }

  private static void restore(InputArchive archive, String name, Tensor target) {
    Tensor stored = new Tensor();
    archive.read(key(name), stored);
    target.detach().copy_(stored);
  }

  /** Names in an archive have no dots. */
  private static String key(String name) {
    return name.replace('.', '/');
  }

  private static double[] numbers(Progress progress) {
    return new double[] {
      progress.epoch(),
      progress.batch(),
      progress.step(),
      progress.images(),
      progress.seconds(),
      progress.lossSums().getOrDefault(LOSS, 0.0),
      progress.metricsBytes()
    };
  }

  private static Progress progress(DoublePointer numbers, InputArchive archive) {
    return new Progress(
        (int) numbers.get(0),
        (int) numbers.get(1),
        (long) numbers.get(2),
        (long) numbers.get(3),
        numbers.get(4),
        lossSums(archive, numbers.get(5)),
        (long) numbers.get(6));
  }

  private static SortedMap<String, Double> lossSums(InputArchive archive, double loss) {
    SortedMap<String, Double> sums = new TreeMap<>();
    InputArchive stored = new InputArchive();
    if (!archive.try_read(LOSS_SUMS, stored)) {
      sums.put(LOSS, loss);
      return sums;
    }
    StringVector names = stored.keys();
    for (long i = 0; i < names.size(); i++) {
      Tensor sum = new Tensor();
      stored.read(names.get(i), sum);
      sums.put(names.get(i).getString(), sum.item_double());
    }
    return sums;
  }
}
