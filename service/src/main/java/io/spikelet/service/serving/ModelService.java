package io.spikelet.service.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.generator.Timed;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.connection.ClientConnection;
import io.spikelet.service.connection.ClientGoneException;
import io.spikelet.service.observability.StageSpans;
import io.spikelet.service.request.DeadlineExceededException;
import io.spikelet.service.request.RequestDeadline;
import io.spikelet.service.request.RequestLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Runs one request's tasks in the pool. The request's virtual thread waits; what it waits for is
 * cancelled as soon as nobody wants it any more.
 */
@Component
public class ModelService {
  // Between two looks at the connection; also the longest time that a deadline is missed by.
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Catalogue catalogue;
  private final ModelPool pool;
  private final Duration deadline;
  private final StageSpans spans;
  private final AtomicInteger pending = new AtomicInteger();

  ModelService(
      Catalogue catalogue,
      ModelPool pool,
      RequestLimits limits,
      MeterRegistry meters,
      StageSpans spans) {
    this.catalogue = catalogue;
    this.pool = pool;
    this.deadline = limits.deadline();
    this.spans = spans;
    Gauge.builder("snn.pending.requests", pending, AtomicInteger::get)
        .description("Requests that wait for a model or use one")
        .register(meters);
  }

  /**
   * What the model of a reference accepts, and which package that is: to be run with {@link
   * TaskRules#ref}, or a tag that is moved meanwhile would run a task on another package than it
   * was checked by. Each request is checked by it alone, so that a mistake never reaches the batch
   * that it would share with others.
   */
  public TaskRules rules(ModelRef ref) {
    PackageInfo info = catalogue.find(ref);
    return new TaskRules(info.ref(), info.spec());
  }

  /**
   * Runs the tasks and waits for their results.
   *
   * @throws DeadlineExceededException if they took too long
   * @throws ClientGoneException if the client went away meanwhile
   */
  public <I, O extends Timed> Pooled<O> run(
      HttpServletRequest request, ModelRef ref, Operation<I, O> operation, List<I> tasks) {
    pending.incrementAndGet();
    try {
      return spans.pool(
          ref,
          operation,
          () -> await(request, pool.submit(ref, operation, tasks, request.getRemoteAddr())));
    } finally {
      pending.decrementAndGet();
    }
  }

  /**
   * As {@link #run}, for tasks that tell something while they run.
   *
   * @param tasks makes the tasks, given whom to tell; telling is allowed on any thread
   * @param listener hears on this thread what is told, in its order
   */
  public <I, O extends Timed, E> Pooled<O> run(
      HttpServletRequest request,
      ModelRef ref,
      Operation<I, O> operation,
      Function<Consumer<E>, List<I>> tasks,
      Consumer<E> listener) {
    pending.incrementAndGet();
    try {
      return spans.pool(
          ref,
          operation,
          () -> {
            Told<E> told = new Told<>();
            CompletableFuture<Pooled<O>> job =
                pool.submit(ref, operation, tasks.apply(told::tell), request.getRemoteAddr());
            var _ = job.whenComplete((_, _) -> told.end());
            return listen(request, job, told, listener);
          });
    } finally {
      pending.decrementAndGet();
    }
  }

  private <T, E> T listen(
      HttpServletRequest request, CompletableFuture<T> job, Told<E> told, Consumer<E> listener) {
    RequestDeadline end = RequestDeadline.of(request, deadline);
    ClientConnection client = ClientConnection.of(request);
    try {
      while (!told.isOver()) {
        Duration left = Duration.ofNanos(Math.max(0, end.leftNanos()));
        told.next(left.compareTo(LOOK) < 0 ? left : LOOK).ifPresent(listener);
        refuseToWait(end, client);
      }
      return await(job, end, client);
    } finally {
      job.cancel(true);
    }
  }

  private static void refuseToWait(RequestDeadline end, ClientConnection client) {
    end.require();
    if (client.closed()) {
      throw new ClientGoneException();
    }
  }

  /** As {@link #run}, for a job that was submitted already; cancels it if nobody waits any more. */
  public <T> T await(HttpServletRequest request, CompletableFuture<T> job) {
    try {
      return await(job, RequestDeadline.of(request, deadline), ClientConnection.of(request));
    } finally {
      // Does nothing to a job that is done.
      job.cancel(true);
    }
  }

  private static <T> T await(
      CompletableFuture<T> job, RequestDeadline end, ClientConnection client) {
    while (true) {
      try {
        return job.get(Math.min(end.leftNanos(), LOOK.toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException notYet) {
        refuseToWait(end, client);
      } catch (ExecutionException failed) {
        throw unwrapped(failed);
      } catch (InterruptedException shutDown) {
        // Only a web server that ends does this, after the time it gives running requests.
        Thread.currentThread().interrupt();
        throw new DeadlineExceededException(end.allowed());
      }
    }
  }

  private static RuntimeException unwrapped(ExecutionException failed) {
    if (failed.getCause() instanceof Error error) {
      throw error;
    }
    return failed.getCause() instanceof RuntimeException known
        ? known
        : new IllegalStateException("the pool failed", failed.getCause());
  }
}
