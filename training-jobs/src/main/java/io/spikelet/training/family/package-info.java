/** One sub-package a model family: its network, its loss, its export. */
@NullMarked
package io.spikelet.training.family;

import org.jspecify.annotations.NullMarked;
