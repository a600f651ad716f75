/**
 * Golden vectors: numbers of the published code that ours must reproduce. Start with {@link
 * io.spikelet.runtime.golden.GoldenVectors}.
 */
@NullMarked
package io.spikelet.runtime.golden;

import org.jspecify.annotations.NullMarked;
