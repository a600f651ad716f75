/**
 * NumPy's {@code .npy} files in plain Java: {@link io.spikelet.runtime.npy.NpyArray} first.
 *
 * <p>Uses nothing else of ours. Reads what strangers send, so nothing is allocated before the sizes
 * in a header were held against the bytes that are there.
 */
@NullMarked
package io.spikelet.runtime.npy;

import org.jspecify.annotations.NullMarked;
