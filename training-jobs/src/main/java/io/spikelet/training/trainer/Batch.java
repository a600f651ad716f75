package io.spikelet.training.trainer;

import org.bytedeco.pytorch.Tensor;

/**
 * What one step learns from.
 *
 * @param images {@code [N, C, H, W]} in the network's value range
 * @param labels class of each image, {@code (N)}; -1 where the data has none
 * @param indices place of each image in the training set, {@code (N)}
 * @param step number of the step in this run, from 0: names the step's noise
 * @param completed share of the run that is done, in [0, 1)
 * @param learningRate of the step, for networks that change their weights themselves
 */
public record Batch(
    Tensor images, int[] labels, int[] indices, long step, double completed, double learningRate) {}
