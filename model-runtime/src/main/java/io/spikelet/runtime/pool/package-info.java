/**
 * Many requests, few loaded models: queues, batches, memory budget. Start with {@link
 * io.spikelet.runtime.pool.ModelPool}.
 *
 * <p>May use {@code model}, {@code registry} and {@code generator}; knows no web server.
 */
@NullMarked
package io.spikelet.runtime.pool;

import org.jspecify.annotations.NullMarked;
