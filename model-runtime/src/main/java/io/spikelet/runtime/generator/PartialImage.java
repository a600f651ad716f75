package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.image.Image;

/**
 * An image that is not finished.
 *
 * @param step number of the step that it is the result of, from 0
 * @param image what the decoder would draw if this step were the last
 * @param activity spikes and taps of every layer so far
 */
public record PartialImage(int step, Image image, NetworkActivity activity) {}
