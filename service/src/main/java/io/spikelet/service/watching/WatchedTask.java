package io.spikelet.service.watching;

import io.spikelet.runtime.generator.StepwiseTask;
import io.spikelet.runtime.generator.Timed;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.Operation;
import io.spikelet.runtime.pool.Pooled;
import io.spikelet.service.answer.ServedImage;
import io.spikelet.service.answer.Work;
import java.util.function.Function;

/**
 * An image to be made while somebody watches, and what its operation says of the result.
 *
 * @param model that makes it, pinned
 * @param operation makes it step by step
 * @param task what is to be done
 * @param seed names its random stream
 * @param work what the result cost
 * @param image the result as an answer has it
 * @param <T> a task
 * @param <O> its result
 */
public record WatchedTask<T, O extends Timed>(
    ModelRef model,
    Operation<StepwiseTask<T>, O> operation,
    T task,
    ImageSeed seed,
    Function<Pooled<O>, Work> work,
    Function<O, ServedImage> image) {}
