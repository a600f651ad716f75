/**
 * Image classifiers at work. Start with {@link
 * io.spikelet.runtime.generator.classifier.ClassifierModel}. May use what the front door may use.
 */
@NullMarked
package io.spikelet.runtime.generator.classifier;

import org.jspecify.annotations.NullMarked;
