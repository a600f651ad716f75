/**
 * Images from seeds. Read {@link io.spikelet.service.generation.GenerationController}. May use the
 * runtime, {@code request}, {@code serving}, {@code answer}, {@code watching} and {@code contract}.
 */
@NullMarked
package io.spikelet.service.generation;

import org.jspecify.annotations.NullMarked;
