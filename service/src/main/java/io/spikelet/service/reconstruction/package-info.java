/**
 * Images through encoder and decoder. Read {@link
 * io.spikelet.service.reconstruction.ReconstructionController}. May use the runtime, {@code
 * request}, {@code serving}, {@code answer}, {@code watching} and {@code contract}.
 */
@NullMarked
package io.spikelet.service.reconstruction;

import org.jspecify.annotations.NullMarked;
