/**
 * Sounds: {@link io.spikelet.runtime.audio.Sound} first. Decoding what users send and the picture
 * of a sound over frequency and time that a network reads.
 *
 * <p>Uses nothing else of ours. Reads what strangers send, so nothing is allocated before the sizes
 * in a header were held against the bytes that are there. Gives the same values on every machine.
 */
@NullMarked
package io.spikelet.runtime.audio;

import org.jspecify.annotations.NullMarked;
