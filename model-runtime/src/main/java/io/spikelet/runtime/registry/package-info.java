/**
 * Where packages live: publish, resolve, list and pull them. Start with {@link
 * io.spikelet.runtime.registry.ModelRegistry}: a directory ({@code LayoutRegistry}) or an OCI
 * registry over HTTP ({@code RemoteRegistry}) with such a directory as its cache.
 *
 * <p>May use {@code model}; knows no engine and no pool.
 */
@NullMarked
package io.spikelet.runtime.registry;

import org.jspecify.annotations.NullMarked;
