/**
 * The front door to a loaded model: tasks in, images and spike counts out. Start with {@link
 * io.spikelet.runtime.generator.ImageModel}, then {@link
 * io.spikelet.runtime.generator.ModelLoader}.
 *
 * <p>One sub-package per model family implements the interface; {@code ModelLoader} chooses among
 * them. May use every other package of the runtime except the pool; knows no HTTP and no training.
 */
@NullMarked
package io.spikelet.runtime.generator;

import org.jspecify.annotations.NullMarked;
