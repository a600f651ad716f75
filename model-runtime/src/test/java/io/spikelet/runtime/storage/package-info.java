/** Tests of {@code storage}. */
@NullMarked
package io.spikelet.runtime.storage;

import org.jspecify.annotations.NullMarked;
