/**
 * Files that outlive a crash of the machine: what was written is on the disk, under its name, when
 * the writing returns. Start with {@link io.spikelet.runtime.storage.DurableFile}.
 *
 * <p>Uses nothing of the library.
 */
@NullMarked
package io.spikelet.runtime.storage;

import org.jspecify.annotations.NullMarked;
