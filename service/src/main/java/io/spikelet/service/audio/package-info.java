/**
 * Images of sounds. Read {@link io.spikelet.service.audio.AudioController}. May use the runtime,
 * {@code request}, {@code serving}, {@code answer}, {@code watching} and {@code contract}.
 */
@NullMarked
package io.spikelet.service.audio;

import org.jspecify.annotations.NullMarked;
