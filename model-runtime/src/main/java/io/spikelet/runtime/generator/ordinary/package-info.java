/**
 * Ordinary networks at work: what the families have in common whose latent code is a row of real
 * values. Start with {@link io.spikelet.runtime.generator.ordinary.CodeDecoder}. May use what the
 * front door may use; knows no family.
 */
@NullMarked
package io.spikelet.runtime.generator.ordinary;

import org.jspecify.annotations.NullMarked;
