/**
 * How long work on what strangers send ends early: {@link
 * io.spikelet.runtime.interruption.Interruption} first.
 *
 * <p>Uses nothing else of ours.
 */
@NullMarked
package io.spikelet.runtime.interruption;

import org.jspecify.annotations.NullMarked;
