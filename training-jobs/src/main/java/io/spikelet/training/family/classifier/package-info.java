/**
 * A small convolutional classifier: the judge of how readable generated pictures are, and what
 * {@code /classify} serves. Start with {@link
 * io.spikelet.training.family.classifier.ClassifierNetwork}.
 *
 * <p>May use {@code dataset}, {@code layer}, {@code trainer} and {@code run}; no other family.
 */
@NullMarked
package io.spikelet.training.family.classifier;

import org.jspecify.annotations.NullMarked;
