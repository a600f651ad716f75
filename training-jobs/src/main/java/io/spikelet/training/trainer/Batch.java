package io.spikelet.training.trainer;

import org.bytedeco.pytorch.Tensor;

/**
 * What one step learns from.
 *
 * @param images {@code [N, C, H, W]} in the network's value range
 * @param labels class of each image, {@code (N)}; -1 where the data has none
 * @param step number of the step in this run, from 0: names the step's noise
 * @param completed share of the run that is done, in [0, 1)
 */
public record Batch(Tensor images, int[] labels, long step, double completed) {}
