/**
 * Feature extractors at work. Start with {@link
 * io.spikelet.runtime.generator.frechetautoencoder.FrechetAutoencoderModel}. May use what the front
 * door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.frechetautoencoder;

import org.jspecify.annotations.NullMarked;
