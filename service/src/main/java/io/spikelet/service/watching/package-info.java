/**
 * Images that are sent after every time step, as server-sent events. Read {@link
 * io.spikelet.service.watching.WatchedImages}. May use the runtime, {@code request}, {@code
 * serving} and {@code answer}; knows no controllers.
 */
@NullMarked
package io.spikelet.service.watching;

import org.jspecify.annotations.NullMarked;
