/** The HTTP program. May use the runtime and Spring; never the training program. */
@NullMarked
package io.spikelet.service;

import org.jspecify.annotations.NullMarked;
