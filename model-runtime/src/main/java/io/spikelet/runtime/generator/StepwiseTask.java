package io.spikelet.runtime.generator;

/**
 * One image to make while somebody watches.
 *
 * @param task the image
 * @param watcher is shown the image after each step
 * @param <T> what is to be done
 */
public record StepwiseTask<T>(T task, PartialImages watcher) {}
