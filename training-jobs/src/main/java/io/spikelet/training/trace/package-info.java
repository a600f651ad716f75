/**
 * Fully connected layers of leaky integrate-and-fire neurons that learn while time goes on: the
 * gradient of every time step is computed from traces carried forward, never by going back through
 * time.
 *
 * <p>Read {@link io.spikelet.training.trace.TraceNetwork} first, then {@link
 * io.spikelet.training.trace.TraceLayer}. May use {@code layer} and {@code run}; knows no family.
 */
@NullMarked
package io.spikelet.training.trace;

import org.jspecify.annotations.NullMarked;
