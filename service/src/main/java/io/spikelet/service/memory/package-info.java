/**
 * What happens when there is no memory left. Read {@link io.spikelet.service.memory.OutOfMemory}.
 * May use nothing else of the project.
 */
@NullMarked
package io.spikelet.service.memory;

import org.jspecify.annotations.NullMarked;
