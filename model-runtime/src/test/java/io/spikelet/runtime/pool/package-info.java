/** Tests of {@code pool}. */
@NullMarked
package io.spikelet.runtime.pool;

import org.jspecify.annotations.NullMarked;
