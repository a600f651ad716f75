/**
 * Classifiers at work whose neurons fire at most once. Start with {@link
 * io.spikelet.runtime.generator.ttfsclassifier.TtfsClassifierModel}. May use what the front door
 * may use.
 */
@NullMarked
package io.spikelet.runtime.generator.ttfsclassifier;

import org.jspecify.annotations.NullMarked;
