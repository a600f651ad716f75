/**
 * The ordinary autoencoder at work. Start with {@link
 * io.spikelet.runtime.generator.annautoencoder.AnnAutoencoderModel}. May use what the front door
 * may use.
 */
@NullMarked
package io.spikelet.runtime.generator.annautoencoder;

import org.jspecify.annotations.NullMarked;
