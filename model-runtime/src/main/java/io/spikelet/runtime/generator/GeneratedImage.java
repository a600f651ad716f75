package io.spikelet.runtime.generator;

import io.spikelet.runtime.energy.NetworkActivity;
import io.spikelet.runtime.image.Image;

/**
 * An image that a model made.
 *
 * @param image in the package's size and value range
 * @param activity spikes and taps of every layer that ran, caused by this very image
 * @param times where the time went
 */
public record GeneratedImage(Image image, NetworkActivity activity, StageTimes times) {}
