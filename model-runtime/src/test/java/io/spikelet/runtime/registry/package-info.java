/** Tests of {@code registry}. */
@NullMarked
package io.spikelet.runtime.registry;

import org.jspecify.annotations.NullMarked;
