package io.spikelet.runtime.generator;

/**
 * One image to draw from the prior while somebody watches.
 *
 * @param task the image
 * @param watcher is shown the image after each step
 */
public record StepwiseTask(GenerateTask task, PartialImages watcher) {}
