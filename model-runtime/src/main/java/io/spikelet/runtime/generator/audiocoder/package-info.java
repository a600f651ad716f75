/**
 * The audiocoder at work: sound to image. Start with {@link
 * io.spikelet.runtime.generator.audiocoder.AudiocoderModel}. May use what the front door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.audiocoder;

import org.jspecify.annotations.NullMarked;
