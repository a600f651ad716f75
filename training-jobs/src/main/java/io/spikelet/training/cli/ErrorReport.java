package io.spikelet.training.cli;

import io.spikelet.runtime.generator.InvalidTaskParameterException;
import io.spikelet.runtime.generator.UnknownParameterException;
import io.spikelet.runtime.generator.UnsupportedCapabilityException;
import io.spikelet.runtime.registry.DamagedPackageException;
import io.spikelet.runtime.registry.ModelNotFoundException;
import io.spikelet.runtime.registry.RegistryUnavailableException;
import io.spikelet.training.dataset.DatasetException;
import io.spikelet.training.dataset.InvalidDatasetSourceException;
import io.spikelet.training.evaluation.EvaluationException;
import io.spikelet.training.run.RunException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into a sentence and an exit code, in this one place. */
final class ErrorReport implements IExecutionExceptionHandler {

  private static final int USER = 2;
  private static final int OURS = 1;

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult result) {
    if (isUsers(exception)) {
      command.getErr().println("spikelet: " + exception.getMessage());
      return USER;
    }
    if (exception instanceof RegistryUnavailableException) {
      // Nobody's mistake: the same command may work later, and schedulers try 1 again, not 2.
      command.getErr().println("spikelet: " + exception.getMessage());
      return OURS;
    }
    exception.printStackTrace(command.getErr());
    return OURS;
  }

  private static boolean isUsers(Exception exception) {
    return exception instanceof RunException
        || exception instanceof DatasetException
        || exception instanceof EvaluationException
        || exception instanceof InvalidDatasetSourceException
        || exception instanceof ModelNotFoundException
        || exception instanceof DamagedPackageException
        || exception instanceof UnsupportedCapabilityException
        || exception instanceof UnknownParameterException
        || exception instanceof InvalidTaskParameterException
        || exception instanceof IllegalArgumentException;
  }
}
