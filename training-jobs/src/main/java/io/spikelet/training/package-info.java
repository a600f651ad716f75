/** The batch program. May use the runtime; never the service. */
@NullMarked
package io.spikelet.training;

import org.jspecify.annotations.NullMarked;
