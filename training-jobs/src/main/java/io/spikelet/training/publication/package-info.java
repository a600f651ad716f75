/**
 * From a trained network to a published package: evaluation, model card, provenance.
 *
 * <p>Read {@link io.spikelet.training.publication.Publication} first. May use {@code export},
 * {@code evaluation}, {@code run}, {@code trainer} and the runtime; knows no family.
 */
@NullMarked
package io.spikelet.training.publication;

import org.jspecify.annotations.NullMarked;
