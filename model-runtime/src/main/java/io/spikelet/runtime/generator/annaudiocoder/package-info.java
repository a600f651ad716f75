/**
 * The ordinary audiocoder at work: sound to image. Start with {@link
 * io.spikelet.runtime.generator.annaudiocoder.AnnAudiocoderModel}. May use what the front door may
 * use.
 */
@NullMarked
package io.spikelet.runtime.generator.annaudiocoder;

import org.jspecify.annotations.NullMarked;
