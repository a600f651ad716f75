/**
 * Where packages live: publish, resolve, list and pull them. Start with {@link
 * io.spikelet.runtime.registry.ModelRegistry}.
 *
 * <p>May use {@code model}; knows no engine, no pool, no HTTP.
 */
@NullMarked
package io.spikelet.runtime.registry;

import org.jspecify.annotations.NullMarked;
