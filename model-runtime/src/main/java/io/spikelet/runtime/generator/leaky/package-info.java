/**
 * Fully connected layers of leaky integrate-and-fire neurons at work: what the families have in
 * common whose input, hidden layer and output are all spikes. Start with {@link
 * io.spikelet.runtime.generator.leaky.LeakyNetwork}. May use what the front door may use; knows no
 * family.
 */
@NullMarked
package io.spikelet.runtime.generator.leaky;

import org.jspecify.annotations.NullMarked;
