/** Tests of the library's structure. */
@NullMarked
package io.spikelet.runtime;

import org.jspecify.annotations.NullMarked;
