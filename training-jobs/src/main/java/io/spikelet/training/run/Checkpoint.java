package io.spikelet.training.run;

import io.spikelet.training.layer.Parameter;
import io.spikelet.training.layer.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A resumable training state in one libtorch archive: all tensors of the network, the optimiser's
 * moments, and the {@link Progress}.
 */
final class Checkpoint {

  private static final String PROGRESS = "progress";
  private static final String OPTIMISER = "optimiser";

  private Checkpoint() {}

  /** Writes aside, then moves: a checkpoint is whole or absent. */
  static void write(Path file, State state, Optimizer optimiser, Progress progress) {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    try (PointerScope _ = new PointerScope()) {
      OutputArchive archive = new OutputArchive();
      state.parameters().forEach(p -> archive.write(key(p.name()), p.value().detach()));
      state.buffers().forEach(b -> archive.write(key(b.name()), b.value(), true));
      OutputArchive moments = new OutputArchive();
      optimiser.save(moments);
      archive.write(OPTIMISER, moments);
      archive.write(PROGRESS, Tensor.create(numbers(progress)));
      archive.save_to(aside.toString());
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
      return progress(numbers.data_ptr_double());
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
      progress.lossSum(),
      progress.metricsBytes()
    };
  }

  private static Progress progress(DoublePointer numbers) {
    return new Progress(
        (int) numbers.get(0),
        (int) numbers.get(1),
        (long) numbers.get(2),
        (long) numbers.get(3),
        numbers.get(4),
        numbers.get(5),
        (long) numbers.get(6));
  }
}
